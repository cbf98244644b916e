#include "app/policy_explain.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

PolicyExplainOptions options(const std::string& package) {
  PolicyExplainOptions out;
  out.settings = policy::read_settings(R"(policy:
  rules:
    - {id: never, banned: true, packages: ["a@<2"], owner: o, reason: r}
    - {id: young, minimum_age: 3d, owner: o, reason: r, expires: 2020-01-01}
    - {id: licences, allowed_licences: [MIT], mode: observe, owner: o, reason: r}
)",
                                       "cordon.yaml")
                     .value();
  out.package = package;
  out.targets.push_back({".",
                         std::make_unique<MemoryTree>(std::map<std::string, std::string, std::less<>>{
                             {"package-lock.json", R"({"lockfileVersion": 3, "packages": {"": {},
    "node_modules/a": {"version": "1.0.0"}, "node_modules/b/node_modules/a": {"version": "2.0.0", "license": "MIT"}}})"}}),
                         {},
                         {}});
  return out;
}

model::PolicyExplainReport explained(const std::string& package) {
  Progress progress;
  auto report = explain_policy(options(package), FixedClock(1'796'000'000), progress);
  EXPECT_TRUE(report) << report.error().describe();
  return report ? std::move(*report) : model::PolicyExplainReport();
}

TEST(PolicyExplain, WithoutAPackageTheRulesAlone) {
  const model::PolicyExplainReport report = explained("");
  ASSERT_EQ(report.rules.size(), 3u);
  EXPECT_EQ(report.rules[0].packages, std::vector<std::string>{"a@<2"});
  EXPECT_TRUE(report.rules[1].expired);
  EXPECT_TRUE(report.releases.empty());
  EXPECT_TRUE(report.coverage.read.empty());
}

TEST(PolicyExplain, EveryReleaseOfAPackageWithWhatEachRuleSays) {
  const model::PolicyExplainReport report = explained("a");
  ASSERT_EQ(report.releases.size(), 2u);
  EXPECT_EQ(report.releases[0].version, "1.0.0");
  EXPECT_EQ(report.releases[0].verdict, model::VerdictValue::block);
  ASSERT_EQ(report.releases[0].rules.size(), 3u);
  EXPECT_EQ(report.releases[0].rules[0].says, model::RuleSays::broken);
  EXPECT_EQ(report.releases[0].rules[1].says, model::RuleSays::expired);
  EXPECT_EQ(report.releases[0].rules[2].says, model::RuleSays::unknown);
  EXPECT_TRUE(report.releases[0].rules[2].supply);
  EXPECT_EQ(report.releases[1].verdict, model::VerdictValue::allow);
  EXPECT_EQ(report.releases[1].rules[0].says, model::RuleSays::not_meant);
  EXPECT_EQ(report.releases[1].rules[2].says, model::RuleSays::met);
  EXPECT_EQ(report.rules[2].rule.judged, 2u);
  EXPECT_EQ(report.rules[2].rule.unknown, 1u);
  EXPECT_EQ(report.coverage.read.size(), 1u);
}

TEST(PolicyExplain, AVersionOrARangeNarrowsIt) {
  EXPECT_EQ(explained("a@2.0.0").releases.size(), 1u);
  EXPECT_EQ(explained("pkg:npm/a@>=1").releases.size(), 2u);
  EXPECT_TRUE(explained("b").releases.empty());
  Progress progress;
  EXPECT_EQ(explain_policy(options("a@no range"), FixedClock(0), progress).error().code, ErrorCode::invalid_value);
}

}  // namespace
}  // namespace cordon::app
