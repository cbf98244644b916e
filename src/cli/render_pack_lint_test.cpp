#include "cli/render_pack_lint.h"

#include <gtest/gtest.h>

#include <string>

#include "base/json.h"

namespace cordon::cli {
namespace {

LintedFile bad() {
  LintedFile file{"a\033b.yaml", {}};
  file.lint.remarks = {{intel::LintLevel::error, "invalid_value", 3, "date: \xE2\x80\xAE"},
                       {intel::LintLevel::error, "syntax", 0, "no pack"}};
  return file;
}

LintedFile good() {
  LintedFile file{"x-2026.yaml", {}};
  file.lint.pack.emplace().id = "x-2026";
  file.lint.pack->packages.resize(1);
  file.lint.remarks = {{intel::LintLevel::warning, "no_integrity", 4, "no integrity"}};
  return file;
}

TEST(RenderPackLint, TheFirstLineIsTheAnswer) {
  EXPECT_EQ(render_pack_lint(bad(), {}),
            "a<U+001B>b.yaml: 2 errors\n  line 3: error: date: <U+202E> [invalid_value]\n  error: no pack [syntax]\n");
  EXPECT_EQ(
      render_pack_lint(good(), {}),
      "x-2026.yaml: x-2026 is a valid pack of 1 release, 1 warning\n  line 4: warning: no integrity [no_integrity]\n");
}

TEST(RenderPackLint, ProgramsGetTheSame) {
  const auto document = json::parse(render_pack_lint_json({bad(), good()}));
  ASSERT_TRUE(document);
  const Value root = document->root();
  EXPECT_EQ(root["schema"].text(), "cordon.pack-lint/1");
  EXPECT_EQ(root["files"].at(0)["errors"].integer(), 2);
  EXPECT_EQ(root["files"].at(0)["remarks"].at(0)["line"].integer(), 3);
  EXPECT_FALSE(root["files"].at(0)["remarks"].at(1)["line"].exists());
  EXPECT_FALSE(root["files"].at(0)["id"].exists());
  EXPECT_EQ(root["files"].at(1)["id"].text(), "x-2026");
  EXPECT_EQ(root["files"].at(1)["warnings"].integer(), 1);
}

TEST(RenderPackLint, OneIsNotSeveral) {
  EXPECT_EQ(counted(1, "release"), "1 release");
  EXPECT_EQ(counted(0, "release"), "0 releases");
}

}  // namespace
}  // namespace cordon::cli
