#include "cli/render_case.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::cli {
namespace {

model::CaseVerifyReport broken(std::size_t breaks) {
  model::CaseVerifyReport report;
  report.schema = "cordon.case-verify/1";
  report.id = "id-1";
  report.state = model::CaseState::broken;
  for (std::size_t i = 1; i <= breaks; ++i)
    report.breaks.push_back({i, i, model::CaseBreakCode::previous, "changed \x1b[31m"});
  report.more_breaks = 3;
  return report;
}

TEST(RenderCase, NamesTheFirstBrokenRecordFirst) {
  const std::string text = render_text(broken(2), {});
  EXPECT_TRUE(text.starts_with("BROKEN at record 1: changed <U+001B>[31m\n  then record 2: ")) << text;
  EXPECT_NE(text.find("and 3 more\n"), std::string::npos);
}

TEST(RenderCase, CountsWhatItDoesNotList) {
  EXPECT_NE(render_text(broken(30), {}).find("and 23 more\n"), std::string::npos);
}

TEST(RenderCase, SaysWhatIsBrokenWhenItIsTheHead) {
  model::CaseVerifyReport report = broken(1);
  report.breaks[0].record = 0;
  EXPECT_TRUE(render_text(report, {}).starts_with("BROKEN at case.json: "));
}

TEST(RenderCase, SaysThatItHolds) {
  model::CaseVerifyReport report;
  report.state = model::CaseState::holds;
  report.records = 1;
  report.files = 2;
  EXPECT_TRUE(render_text(report, {}).starts_with("HOLDS: 1 record and 2 files\n"));
  report.state = model::CaseState::unfinished;
  report.remarks = {"line 2 was not written whole"};
  EXPECT_NE(render_text(report, {}).find("! line 2 was not written whole\n"), std::string::npos);
}

TEST(RenderCase, ShowsNothingHiddenOfWhatWasAdded) {
  model::CaseAddReport report;
  report.added.push_back({"a\x1b[2J", model::CaseFileKind::events, std::string(64, 'a'), 9, true, false, 0, 3, {}});
  report.added[0].unread.push_back({"a\x1b[2J", 4, "truncated", "cut", true});
  report.refused.push_back({"b\x1b[2J", 0, "not_found", "gone", true});
  const std::string text = render_text(report, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("3 events, 9 bytes"), std::string::npos);
  EXPECT_NE(text.find("changed while it was read"), std::string::npos);
  EXPECT_NE(text.find("not read a<U+001B>[2J:4: cut"), std::string::npos);
  EXPECT_NE(text.find("not taken in b<U+001B>[2J: gone"), std::string::npos);
}

TEST(RenderCase, WritesJsonThatIsReadAgain) {
  const model::CaseVerifyReport report = broken(2);
  const Result<Document> document = json::parse(render_json(report));
  ASSERT_TRUE(document);
  model::CaseVerifyReport again;
  ASSERT_TRUE(model::read(document->root(), again));
  EXPECT_EQ(again, report);
}

}  // namespace
}  // namespace cordon::cli
