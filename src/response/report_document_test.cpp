#include "response/report_document.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::response {
namespace {

model::CaseVerifyReport verified(model::CaseState state) {
  model::CaseVerifyReport report;
  report.state = state;
  report.records = 3;
  report.end = std::string(64, 'e');
  if (state == model::CaseState::broken)
    report.breaks.push_back({2, 2, model::CaseBreakCode::previous, "it was changed"});
  return report;
}

const Paragraph& first_of(const ReportDocument& report) { return std::get<Paragraph>(report.lead.front()); }

TEST(ReportDocument, SaysAMomentInUtc) {
  EXPECT_EQ(moment_text(1'774'917'118'123'456'789), "2026-03-31 00:31:58.123 UTC");
  EXPECT_EQ(moment_text(0), "");
}

TEST(ReportDocument, SaysFirstWhetherTheEvidenceIsWhatWasTakenIn) {
  const model::CaseHead head{"cordon.case/1", "id", "night", "2026-03-31T00:30:00Z", "0.1.0"};
  EXPECT_EQ(first_of(make_report(head, verified(model::CaseState::holds), {})).tone, Tone::good);
  EXPECT_EQ(first_of(make_report(head, verified(model::CaseState::unfinished), {})).tone, Tone::warning);
  const Paragraph broken = first_of(make_report(head, verified(model::CaseState::broken), {}));
  EXPECT_EQ(broken.tone, Tone::bad);
  EXPECT_NE(broken.text.find("record 2"), std::string::npos);
  EXPECT_NE(broken.text.find("it was changed"), std::string::npos);
}

TEST(ReportDocument, IsTitledByTheCaseOrItsId) {
  EXPECT_EQ(make_report({"", "id-1", "night", "", ""}, verified(model::CaseState::holds), {}).title, "night");
  EXPECT_EQ(make_report({"", "id-1", "", "", ""}, verified(model::CaseState::holds), {}).title, "Case id-1");
}

TEST(ReportDocument, SaysNearTheTopThatItIsIncomplete) {
  Story story;
  const auto incomplete = [&] {
    const ReportDocument report = make_report({}, verified(model::CaseState::holds), story);
    return std::ranges::any_of(report.lead, [](const Block& block) {
      const auto* paragraph = std::get_if<Paragraph>(&block);
      return paragraph != nullptr && paragraph->tone == Tone::warning;
    });
  };
  EXPECT_FALSE(incomplete());
  story.unread.push_back({"x", 0, "superseded", "another one is newer", false});
  EXPECT_FALSE(incomplete());
  story.unread.push_back({"x", 0, "truncated", "cut", true});
  EXPECT_TRUE(incomplete());
  story.unread.clear();
  story.lost.push_back({"watch", "full", 3});
  EXPECT_TRUE(incomplete());
}

TEST(ReportDocument, NeverAddsImmenseLossesUpToASmallOne) {
  Story story;
  story.lost = {{"watch", "full", UINT64_MAX - 1}, {"capture", "full", 3}};
  const ReportDocument report = make_report({}, verified(model::CaseState::holds), story);
  EXPECT_NE(std::get<Paragraph>(report.lead.at(1)).text.find(std::to_string(UINT64_MAX)), std::string::npos);
}

}  // namespace
}  // namespace cordon::response
