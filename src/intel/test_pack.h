// A small incident pack for tests: inert names and values only.
#pragma once

#include <string>
#include <string_view>

namespace cordon::intel {

// Everything that is required, with the head lines of the pack first (11 lines), then `packages` and what else is
// given.
inline std::string test_pack(std::string_view packages, std::string_view more = {}, std::string_view id = "test-2026") {
  std::string text = "schema: cordon.incident/1\n";
  text.append("id: ").append(id).append("\n");
  text.append(
      "title: A test\n"
      "date: 2026-03-31\n"
      "updated: 2026-04-01\n"
      "confidence: high\n"
      "summary: Nothing happened.\n"
      "sources: [\"https://example.invalid/report\"]\n"
      "recovery:\n"
      "  - Do nothing.\n"
      "packages:\n");
  text.append(packages).append(more);
  return text;
}

inline constexpr std::string_view kTestPackage =
    "  - {ecosystem: npm, name: example-package, versions: [\"1.0.1\", \"1.0.2\"]}\n";

}  // namespace cordon::intel
