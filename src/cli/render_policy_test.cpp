#include "cli/render_policy.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

model::RuleUsed used(std::string id, std::uint32_t judged, std::uint32_t broken, std::uint32_t unknown) {
  model::RuleUsed out;
  out.id = std::move(id);
  out.condition = "banned";
  out.place = {"cordon.yaml", 3};
  out.mode = model::RuleMode::enforce;
  out.judged = judged;
  out.broken = broken;
  out.unknown = unknown;
  return out;
}

TEST(RenderPolicy, ALineForEachRuleThatPeopleShouldKnowOf) {
  model::RuleUsed observed = used("seen", 4, 2, 0);
  observed.mode = model::RuleMode::observe;
  model::RuleUsed old = used("old", 0, 0, 0);
  old.expires = "2020-01-01";
  model::Finding expired;
  expired.rule_id = "policy.rule-expired";
  expired.subject.name = "rule old";
  const auto lines =
      policy_lines({{used("fine", 9, 0, 0), used("never", 9, 1, 3), observed, old, used("dim", 9, 0, 1)}}, {expired});
  EXPECT_EQ(lines, (std::vector<std::string>{"never (cordon.yaml:3, banned): 1 of 9 releases breaks it, 3 lack a fact",
                                             "seen (cordon.yaml:3, banned): 2 of 4 releases break it; observed only",
                                             "old (cordon.yaml:3, banned): expired on 2020-01-01, and decides nothing",
                                             "dim (cordon.yaml:3, banned): 9 releases judged, 1 lacks a fact"}));
}

TEST(RenderPolicy, NothingOfAHostileNameIsHidden) {
  model::PolicyExplainReport report;
  report.package = "a\x1b[2J";
  report.releases.emplace_back().purl = "pkg:npm/a\x1b[2J@1";
  report.releases[0].rules.push_back({"never", model::RuleSays::broken, "is \x1b[2J banned", std::nullopt,
                                      model::VerdictValue::block, model::RuleMode::enforce});
  const std::string text = render_policy_text(report, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << text;
  EXPECT_NE(text.find("is <U+001B>[2J banned"), std::string::npos) << text;
}

TEST(RenderPolicy, OfATestWhatFailedAndHowManyPassed) {
  model::PolicyTestReport report;
  report.settings = "cordon.yaml";
  report.cases = {{"good", {"a.yaml", 1}, true, {}},
                  {"bad", {"a.yaml", 5}, false, {"verdict: expected allow, it is block"}}};
  report.passed = report.failed = 1;
  const std::string text = render_policy_test_text(report, {});
  EXPECT_EQ(text.find("good"), std::string::npos);
  EXPECT_NE(text.find("FAILED bad  a.yaml:5"), std::string::npos) << text;
  EXPECT_NE(text.find("expected allow, it is block"), std::string::npos);
  EXPECT_TRUE(text.ends_with("1 passed, 1 failed: the rules of cordon.yaml\n")) << text;
}

}  // namespace
}  // namespace cordon::cli
