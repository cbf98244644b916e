#include "cli/render_pin.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

model::PinReport report() {
  model::PinReport out;
  out.schema = "cordon.pin/1";
  out.state = model::PinState::planned;
  out.exit_code = 1;
  out.headline = "1 range would be pinned";
  model::PinnedProject& project = out.projects.emplace_back();
  project.path = "package-lock.json";
  project.ranges.push_back({"package.json", 3, "dependencies", "tool", "^1.0.0", "1.2.3"});
  project.digests.push_back({"other", "2.0.0", "node_modules/other", "", "sha512-x", {"old.json:3", "a", "b"}});
  project.left.push_back({"package.json", 4, "near", "file:near", "local", "a folder", false});
  project.left.push_back({"package.json", 5, "evil\033[31m", "1", "not_resolved", "nobody knows", true});
  project.files.push_back({"package.json", "", "", std::nullopt, {"-old", "+new"}});
  return out;
}

TEST(RenderPin, SaysTheAnswerThenWhatBecomesExact) {
  const std::string text = render_pin_text(report(), {});
  EXPECT_TRUE(text.starts_with("PLAN: 1 range would be pinned\n"));
  EXPECT_NE(text.find("tool ^1.0.0 \u2192 1.2.3 package.json:3"), std::string::npos);
  EXPECT_NE(text.find("and 1 more"), std::string::npos);
  EXPECT_NE(text.find("Nothing was changed."), std::string::npos);
  EXPECT_LT(text.find("OPEN"), text.find("stays"));
  EXPECT_EQ(text.find('\033'), std::string::npos);
}

TEST(RenderPin, CountsWhatItCuts) {
  model::PinReport long_one = report();
  long_one.projects[0].ranges.assign(25, long_one.projects[0].ranges[0]);
  EXPECT_NE(render_pin_text(long_one, {}).find("and 5 more"), std::string::npos);
}

TEST(RenderPin, SaysWhatStandsInTheWay) {
  model::PinReport refused = report();
  refused.state = model::PinState::refused;
  refused.projects[0].refused = "a merge conflict";
  const std::string text = render_pin_text(refused, {});
  EXPECT_TRUE(text.starts_with("REFUSED: "));
  EXPECT_NE(text.find("a merge conflict"), std::string::npos);
}

TEST(RenderPin, WritesItsSchema) {
  EXPECT_NE(render_pin_json(report()).find("\"schema\": \"cordon.pin/1\""), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
