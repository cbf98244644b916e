#include "cli/render_hunt.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::cli {
namespace {

model::HuntReport report() {
  model::HuntReport made;
  made.schema = "cordon.hunt/1";
  made.answer.headline = "no trace";
  made.answer.complete = true;
  model::RecoveredArchive archive;
  archive.purl = "pkg:npm/a@1";
  archive.path = "cache/x";
  archive.verified = true;
  for (int i = 0; i < 25; ++i) archive.files.push_back({"package/\x1b[2J" + std::to_string(i), 5, "00"});
  made.archives = {archive};
  return made;
}

TEST(RenderHunt, NoTraceIsSaidOnlyWhenEverythingWasLookedAt) {
  model::HuntReport made = report();
  EXPECT_TRUE(render_hunt_text(made, {}).starts_with("NO TRACE: no trace"));
  made.answer.complete = false;
  EXPECT_TRUE(render_hunt_text(made, {}).starts_with("INCOMPLETE: "));
  made.findings.emplace_back().rule_id = "hunt.release";
  EXPECT_TRUE(render_hunt_text(made, {}).starts_with("HIT: "));
}

TEST(RenderHunt, ArchivesAreListedWithNothingHidden) {
  model::HuntReport made = report();
  std::string shown = render_hunt_text(made, {});
  EXPECT_NE(shown.find("ARCHIVE a 1, byte for byte"), std::string::npos);
  EXPECT_NE(shown.find("package/<U+001B>[2J19"), std::string::npos);
  EXPECT_NE(shown.find("and 5 more"), std::string::npos);
  made.archives[0].verified = false;
  shown = render_hunt_text(made, {});
  EXPECT_NE(shown.find("not the bytes that were fetched"), std::string::npos);
}

TEST(RenderHunt, TheJsonComesBackAsItWas) {
  const auto document = json::parse(render_hunt_json(report()));
  ASSERT_TRUE(document);
  model::HuntReport again;
  ASSERT_TRUE(model::read(document->root(), again));
  EXPECT_EQ(again, report());
}

}  // namespace
}  // namespace cordon::cli
