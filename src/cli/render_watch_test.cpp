#include "cli/render_watch.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "bus/testing.h"

namespace cordon::cli {
namespace {

model::WatchReport report() {
  model::WatchReport made;
  made.schema = "cordon.watch/1";
  made.answer.headline = "nothing";
  made.answer.complete = true;
  for (int i = 0; i < 35; ++i) {
    model::WatchedScript script;
    script.package.purl = "pkg:npm/a@" + std::to_string(i);
    script.package.script = "node \x1b[2J.js";
    script.package.contradictions = {"the folder says 2.0.0"};
    script.last_ns = 1'500'000'000;
    made.scripts.push_back(script);
  }
  return made;
}

TEST(RenderWatch, SaysWhatRanWithNothingHidden) {
  const std::string shown = render_watch_text(report(), {});
  EXPECT_TRUE(shown.starts_with("CLEAN: nothing"));
  EXPECT_NE(shown.find("node <U+001B>[2J.js"), std::string::npos);
  EXPECT_NE(shown.find("the folder says 2.0.0"), std::string::npos);
  EXPECT_NE(shown.find("1.5 s"), std::string::npos);
  EXPECT_NE(shown.find("and 5 more"), std::string::npos);
}

TEST(RenderWatch, CleanNeedsEverythingSeenAndNothingFound) {
  model::WatchReport made = report();
  made.answer.complete = false;
  EXPECT_TRUE(render_watch_text(made, {}).starts_with("INCOMPLETE"));
  made.answer.complete = true;
  made.findings.emplace_back().severity = model::Severity::low;
  EXPECT_TRUE(render_watch_text(made, {}).starts_with("ALLOW"));
  made.answer.verdict = model::VerdictValue::block;
  EXPECT_TRUE(render_watch_text(made, {}).starts_with("BLOCK"));
}

TEST(RenderWatch, TheJsonComesBackAsItWas) {
  const auto document = json::parse(render_watch_json(report()));
  ASSERT_TRUE(document);
  model::WatchReport again;
  ASSERT_TRUE(model::read(document->root(), again));
  EXPECT_EQ(again, report());
}

TEST(RenderWatch, AFindingIsOneLine) {
  model::Finding finding;
  finding.severity = model::Severity::high;
  finding.title = "a\nb";
  const std::string line = finding_line(finding, bus::exec_event(0, "/bin/sh", {"sh", "-c", "x\ny"}), {});
  EXPECT_EQ(line, "00:00:00.000  HIGH  a<U+000A>b  sh -c x<U+000A>y\n");
}

}  // namespace
}  // namespace cordon::cli
