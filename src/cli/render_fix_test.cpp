#include "cli/render_fix.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

model::FixReport report() {
  model::FixReport out;
  out.schema = "cordon.fix/1";
  out.state = model::FixState::planned;
  out.exit_code = 1;
  out.headline = "tool 1.0.1 \u2192 1.0.0";
  model::FixedProject& project = out.projects.emplace_back();
  project.path = "package-lock.json";
  project.mends.push_back({"tool", "1.0.1", "1.0.0", "", "sha512-x", "", {}, "it is malware", {"old.json:3"}, {}});
  project.files.push_back({"package-lock.json", "", "", std::nullopt, {"@@ -1,1 +1,1 @@", "-\told\033[31m", "+new"}});
  return out;
}

TEST(RenderFix, SaysTheAnswerThenWhyThenTheLines) {
  const std::string text = render_fix_text(report(), {});
  EXPECT_TRUE(text.starts_with("PLAN: tool 1.0.1 \u2192 1.0.0\n"));
  EXPECT_NE(text.find("old.json:3"), std::string::npos);
  EXPECT_NE(text.find("\n+new\n"), std::string::npos);
  EXPECT_NE(text.find("Nothing was changed."), std::string::npos);
}

TEST(RenderFix, ShowsNoControlCharacterOfAFile) {
  EXPECT_EQ(render_fix_text(report(), {}).find('\033'), std::string::npos);
}

TEST(RenderFix, SaysWhatStaysAndWhatWouldHelp) {
  model::FixReport refused = report();
  refused.state = model::FixState::refused;
  refused.projects[0].unmended.push_back({"evil", "4.0.0", "not_found", "nothing good is known", "--from FILE"});
  const std::string text = render_fix_text(refused, {});
  EXPECT_TRUE(text.starts_with("REFUSED: "));
  EXPECT_NE(text.find("evil 4.0.0"), std::string::npos);
  EXPECT_NE(text.find("--from FILE"), std::string::npos);
}

TEST(RenderFix, SaysWhatAForcedVersionStandsInFor) {
  model::FixReport forcing = report();
  forcing.projects[0].forced.push_back({"package.json", "overrides", "tool@1.0.1", "1.0.0"});
  EXPECT_NE(render_fix_text(forcing, {}).find("package.json forces 1.0.0 in place of tool@1.0.1 (overrides)"),
            std::string::npos);
}

TEST(RenderFix, WritesItsSchema) {
  EXPECT_NE(render_fix_json(report()).find("\"schema\": \"cordon.fix/1\""), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
