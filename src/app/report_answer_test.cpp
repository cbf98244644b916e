#include "app/report_answer.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

const FixedClock kClock(1'774'915'200);  // 2026-03-31

std::vector<model::Finding> findings(std::size_t count, model::Severity severity) {
  std::vector<model::Finding> made(count);
  for (std::size_t i = 0; i < count; ++i) {
    made[i].rule_id = "watch.test";
    made[i].severity = severity;
    made[i].title = "t" + std::to_string(i);
    made[i].subject.purl = "pkg:npm/a@" + std::to_string(i);
  }
  return made;
}

TEST(ReportAnswer, NamesThreeAndCountsTheOthers) {
  EXPECT_EQ(worst_findings(findings(2, model::Severity::medium)), "t0; t1");
  EXPECT_EQ(worst_findings(findings(5, model::Severity::critical)), "t0; t1; t2; and 2 more");
  EXPECT_EQ(worst_findings(findings(2, model::Severity::low)), "");
  std::vector<model::Finding> waived = findings(1, model::Severity::critical);
  waived[0].waived.emplace();
  EXPECT_EQ(worst_findings(waived), "");
}

TEST(ReportAnswer, CountsWhatIsMissing) {
  model::Coverage coverage;
  EXPECT_EQ(missing_text(coverage, "not seen"), "");
  coverage.unread = {{"a", 0, "io", "r", true}, {"b", 0, "note", "r", false}};
  EXPECT_EQ(missing_text(coverage, "not seen"), "; INCOMPLETE: 1 thing not seen");
}

TEST(ReportAnswer, WhatIsWaivedDoesNotDecideAndIsCounted) {
  intel::KnowledgeOptions none;
  none.embedded = false;
  const intel::Knowledge knowledge = *intel::Knowledge::load(none);
  policy::Settings settings;
  policy::Waiver waiver;
  waiver.subject = "pkg:npm/a@0";
  waiver.rule = "watch.test";
  waiver.owner = "o";
  waiver.reason = "r";
  waiver.expires = "2026-12-31";
  settings.path = "cordon.yaml";
  settings.waivers = {waiver};
  model::Coverage coverage;
  std::vector<model::Finding> all = findings(1, model::Severity::critical);
  const policy::Decision decision = conclude({knowledge, true, settings}, kClock, all, coverage);
  EXPECT_EQ(decision.exit_code, 0u);
  EXPECT_TRUE(all[0].waived.has_value());
  EXPECT_EQ(coverage.settings->waivers_applied, 1u);
  EXPECT_EQ(coverage.knowledge.at(0).state, "off");
  all = findings(1, model::Severity::critical);
  EXPECT_EQ(conclude({knowledge, true, {}}, kClock, all, coverage).exit_code, 1u);
}

}  // namespace
}  // namespace cordon::app
