#include "app/known_by_ratchet.h"

#include <gtest/gtest.h>

#include "model/finding.h"

namespace cordon::app {
namespace {

model::Finding finding(const char* path) {
  model::FindingInput input;
  input.rule_id = "integrity.missing";
  input.title = "x";
  input.kind = model::FindingKind::integrity;
  input.severity = model::Severity::medium;
  input.subject = model::file_subject(path, 3);
  input.evidence = {model::text_span(path, 3, "x", "test")};
  return *model::make_finding(std::move(input));
}

model::ScanReport report_of(std::vector<model::Finding> findings) {
  model::ScanReport report;
  report.findings = std::move(findings);
  return report;
}

RatchetStep made_of(std::vector<model::Finding> findings) {
  model::ScanReport report = report_of(std::move(findings));
  RatchetStep step;
  step.accepted.path = "ratchet.json";
  step.make = true;
  apply_ratchet(step, "2026-11-30", true, report);
  EXPECT_TRUE(report.findings.empty());
  RatchetStep out;
  out.accepted = step.written.value();
  return out;
}

TEST(KnownByRatchet, AcceptsAllThatIsThereWhenItIsMade) {
  const RatchetStep step = made_of({finding("a"), finding("b")});
  ASSERT_EQ(step.accepted.findings.size(), 2u);
  EXPECT_EQ(step.accepted.findings[0].first_seen, "2026-11-30");
}

TEST(KnownByRatchet, LeavesWhatIsNewAndWritesNothingWhereNothingIsGone) {
  RatchetStep step = made_of({finding("a")});
  model::ScanReport report = report_of({finding("a"), finding("new")});
  apply_ratchet(step, "2026-12-01", true, report);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].subject.path, "new");
  EXPECT_FALSE(step.written.has_value());
  EXPECT_EQ(step.headline, "; 1 known by the ratchet");
}

TEST(KnownByRatchet, GetsShorterAndKeepsItsDates) {
  RatchetStep step = made_of({finding("a"), finding("b")});
  model::ScanReport report = report_of({finding("b")});
  apply_ratchet(step, "2026-12-01", true, report);
  ASSERT_TRUE(step.written.has_value());
  ASSERT_EQ(step.written->findings.size(), 1u);
  EXPECT_EQ(step.written->findings[0].first_seen, "2026-11-30");
  EXPECT_TRUE(report.findings.empty());
}

TEST(KnownByRatchet, FrozenItIsToldInstead) {
  RatchetStep step = made_of({finding("a"), finding("b")});
  step.frozen = true;
  model::ScanReport report = report_of({finding("b")});
  apply_ratchet(step, "2026-12-01", true, report);
  EXPECT_FALSE(step.written.has_value());
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].rule_id, "policy.ratchet-stale");
}

TEST(KnownByRatchet, StaysAsItIsWhereNotEverythingWasLookedAt) {
  RatchetStep step = made_of({finding("a"), finding("b")});
  model::ScanReport report = report_of({finding("b")});
  report.coverage.unread.push_back({"yarn.lock", 0, "syntax", "broken", true});
  apply_ratchet(step, "2026-12-01", true, report);
  EXPECT_FALSE(step.written.has_value());
  EXPECT_TRUE(report.findings.empty());
  EXPECT_NE(step.headline.find("stays"), std::string::npos);
}

}  // namespace
}  // namespace cordon::app
