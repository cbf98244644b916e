#include "intel/pack_lint.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "intel/test_pack.h"

namespace cordon::intel {
namespace {

using Texts = std::vector<std::string>;

constexpr std::string_view kGood =
    "  - {ecosystem: npm, name: example-package, versions: [\"1.0.1\"], integrity: {\"1.0.1\": "
    "[\"sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=\"]}}\n"
    "last_good:\n  - {ecosystem: npm, name: example-package, version: \"1.0.0\"}\n";

// "error 12 invalid_value"
Texts remarks(const std::string& text, LintContext context = {"test-2026.yaml", "2026-04-02", nullptr, {}}) {
  Texts out;
  for (const LintRemark& each : lint_pack(text, context).remarks)
    out.push_back((each.level == LintLevel::error ? "error " : "warning ") + std::to_string(each.line) + " " +
                  each.code);
  return out;
}

TEST(PackLint, AGoodPackHasNoRemarks) {
  EXPECT_EQ(remarks(test_pack(kGood)), Texts{});
  EXPECT_TRUE(lint_pack(test_pack(kGood), {"", "", nullptr, {}}).pack);
}

TEST(PackLint, AllErrorsAreListedByLine) {
  std::string text = test_pack(
      "  - {ecosystem: npm, name: example-package, versions: [\"1.0.1\", \"1.0.1\"]}\n"
      "  - {ecosystem: npm, name: Example Package, versions: [\"1.0.1\"]}\n"
      "  - {ecosystem: npm, name: third, versions: [\"^1\"]}\n"
      "  - {ecosystem: npm, name: fourth, versions: [\"1.0.1\"], integrety: {}}\n"
      "indicators:\n"
      "  - {kind: sha1, value: 25536499f23222049666871cea80a5d0d6adc0c, source: \"x\"}\n"
      "  - {kind: domain, value: \"a[.]invalid\", source: \"x\"}\n"
      "  - {kind: domain, value: a.invalid}\n");
  text.replace(text.find("2026-04-01"), 10, "2026-03-01");
  EXPECT_EQ(remarks(text), (Texts{"error 5 invalid_value", "error 12 invalid_value", "error 13 invalid_value",
                                  "error 14 invalid_value", "error 15 unknown_key", "error 17 invalid_value",
                                  "error 18 invalid_value", "error 19 missing_field"}));
}

TEST(PackLint, WhatIsNoPackIsOneError) {
  EXPECT_EQ(remarks("- a\n"), Texts{"error 1 missing_field"});
  EXPECT_EQ(remarks(""), Texts{"error 0 missing_field"});
  EXPECT_EQ(remarks("a: [\n").size(), 1u);
  EXPECT_EQ(remarks("a: 1\nb: 2\n").front(), "error 1 unknown_key");
  EXPECT_FALSE(lint_pack("a: [\n", {"", "", nullptr, {}}).pack);
}

TEST(PackLint, DatesToComeAndAnotherFileNameAreSaid) {
  EXPECT_EQ(remarks(test_pack(kGood), {"other.yaml", "2026-03-31", nullptr, {}}),
            (Texts{"warning 2 file_name", "warning 5 date_to_come"}));
}

TEST(PackLint, WhatIsSeldomMeantIsSaid) {
  EXPECT_EQ(
      remarks(test_pack("  - {ecosystem: npm, name: example, versions: [\"1.0.1\", \"1.0.2\"]}\n"
                        "  - {ecosystem: npm, name: Example, versions: [\"*\"]}\n"
                        "indicators:\n"
                        "  - {kind: address, value: 10.0.0.1, source: \"x\"}\n"
                        "  - {kind: address, value: 172.31.0.1, source: \"x\"}\n"
                        "  - {kind: address, value: 172.32.0.1, source: \"x\"}\n"
                        "  - {kind: address, value: 8.8.8.8, source: \"x\"}\n"
                        "  - {kind: address, value: \"fe80::1\", source: \"x\"}\n")),
      (Texts{"warning 12 no_integrity", "warning 12 no_last_good", "warning 13 every_release", "warning 13 spelling",
             "warning 15 unroutable_address", "warning 16 unroutable_address", "warning 19 unroutable_address"}));
}

TEST(PackLint, OtherPacksAreComparedWith) {
  KnowledgeOptions options;
  options.embedded = false;
  options.pack_files = {{"known", test_pack(kGood, "", "known-2026")}};
  const Knowledge knowledge = Knowledge::load(options).value();
  const LintContext context{"test-2026.yaml", "2026-04-02", &knowledge, {}};
  EXPECT_EQ(remarks(test_pack(kGood), context), Texts{"warning 12 listed_elsewhere"});
  EXPECT_EQ(remarks(test_pack(kGood, "", "known-2026"), {"known-2026.yaml", "2026-04-02", &knowledge, {}}), Texts{});
  EXPECT_EQ(remarks(test_pack("  - {ecosystem: npm, name: Example-Package, versions: [\"*\"]}\n"), context),
            (Texts{"warning 12 every_release", "warning 12 spelling"}));
}

}  // namespace
}  // namespace cordon::intel
