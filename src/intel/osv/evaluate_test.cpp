#include "intel/osv/evaluate.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

constexpr auto kIntroduced = EventKind::introduced;
constexpr auto kFixed = EventKind::fixed;
constexpr auto kLast = EventKind::last_affected;
constexpr auto kLimit = EventKind::limit;

Affected ranged(std::vector<VersionEvent> events, std::string ecosystem = "npm") {
  return {std::move(ecosystem), "a", {{std::move(events)}}, {}, false};
}
Standing standing(const Affected& affected, std::string_view version, bool malware = false) {
  return judge(affected, malware, version).standing;
}
// Which of the versions are affected.
std::vector<std::string> hits(const Affected& affected, const std::vector<std::string>& versions,
                              bool malware = false) {
  std::vector<std::string> out;
  for (const std::string& version : versions)
    if (standing(affected, version, malware) == Standing::affected) out.push_back(version);
  return out;
}
using Words = std::vector<std::string>;

TEST(Evaluate, ARangeHoldsItsStartAndNotItsFix) {
  const Affected affected = ranged({{kIntroduced, "1.0.0"}, {kFixed, "1.2.3"}});
  EXPECT_EQ(hits(affected, {"0.9.9", "1.0.0-rc.1", "1.0.0", "1.2.2", "1.2.3-rc.1", "1.2.3", "2.0.0"}),
            (Words{"1.0.0", "1.2.2", "1.2.3-rc.1"}));
}

TEST(Evaluate, ARangeHoldsTheLastAffected) {
  EXPECT_EQ(hits(ranged({{kIntroduced, "0"}, {kLast, "1.2.3"}}), {"0.0.1", "1.2.3", "1.2.4"}),
            (Words{"0.0.1", "1.2.3"}));
}

TEST(Evaluate, EventsCountInTheirOrderAndNotThatOfTheFile) {
  const Affected affected =
      ranged({{kFixed, "3.1.0"}, {kIntroduced, "3.0.0"}, {kFixed, "1.1.0"}, {kIntroduced, "0"}, {kFixed, "2.1.0"}});
  EXPECT_EQ(hits(affected, {"1.0.0", "1.1.0", "2.0.0", "3.0.5", "3.1.0"}), (Words{"1.0.0", "3.0.5"}));
}

TEST(Evaluate, NothingCountsAtOrAboveAllLimits) {
  EXPECT_EQ(hits(ranged({{kIntroduced, "1.0.0"}, {kLimit, "2.0.0"}}), {"1.5.0", "2.0.0"}), Words{"1.5.0"});
  EXPECT_EQ(hits(ranged({{kIntroduced, "1.0.0"}, {kLimit, "2.0.0"}, {kLimit, "*"}}), {"1.5.0", "2.0.0"}),
            (Words{"1.5.0", "2.0.0"}));
}

TEST(Evaluate, AVersionOfTheListHasTheFixOfTheRangeThatItIsIn) {
  Affected affected =
      ranged({{kIntroduced, "2.0.0"}, {kFixed, "2.0.6"}, {kIntroduced, "0"}, {kFixed, "1.26.17"}}, "pypi");
  affected.versions = {"1.26.7", "2.0.0", "3.0"};
  EXPECT_EQ(judge(affected, false, "1.26.7").decider, Decider::version_list);
  EXPECT_EQ(judge(affected, false, "1.26.7").fixed, "1.26.17");
  EXPECT_EQ(judge(affected, false, "2.0").fixed, "2.0.6");
  EXPECT_EQ(judge(affected, false, "3.0").standing, Standing::affected);
  EXPECT_EQ(judge(affected, false, "3.0").fixed, "");
}

TEST(Evaluate, TheFixIsTheNextOneBehindTheVersion) {
  const Affected affected = ranged(
      {{kIntroduced, "0"}, {kFixed, "1.1.0"}, {kIntroduced, "2.0.0"}, {kFixed, "2.1.0"}, {kIntroduced, "3.0.0"}});
  EXPECT_EQ(judge(affected, false, "1.0.0").fixed, "1.1.0");
  EXPECT_EQ(judge(affected, false, "2.0.0").fixed, "2.1.0");
  EXPECT_EQ(judge(affected, false, "3.5.0").fixed, "");
  EXPECT_EQ(judge(ranged({{kIntroduced, "0"}, {kLast, "1.2.3"}}), false, "1.0.0").fixed, "");
}

TEST(Evaluate, AListHoldsExactlyItsVersions) {
  const Affected affected{"npm", "a", {}, {"1.0.0", "2.0.0"}, false};
  EXPECT_EQ(hits(affected, {"1.0.0", "v2.0.0", "2.0.0+x", "2.0.1"}), (Words{"1.0.0", "v2.0.0", "2.0.0+x"}));
  EXPECT_EQ(judge(affected, false, "1.0.0").decider, Decider::version_list);
}

TEST(Evaluate, AMalwaresListBeatsTheRangeOverAllVersions) {
  Affected affected = ranged({{kIntroduced, "0"}});
  affected.versions = {"4.1.1", "4.1.2"};
  EXPECT_EQ(hits(affected, {"4.1.0", "4.1.1", "4.1.2", "4.2.0"}, true), (Words{"4.1.1", "4.1.2"}));
  EXPECT_EQ(judge(affected, true, "4.1.0").decider, Decider::version_list);
  // An advisory of a weakness means what it says.
  EXPECT_EQ(hits(affected, {"4.1.0"}, false), Words{"4.1.0"});
  // A range with an end is no careless one.
  affected.ranges.push_back({{{kIntroduced, "5.0.0"}, {kFixed, "5.1.0"}}});
  EXPECT_EQ(hits(affected, {"4.1.0", "5.0.1"}, true), Words{"5.0.1"});
}

TEST(Evaluate, AMalwaresRangeWithAnEndBeatsTheRangeOverAllVersions) {
  const VersionRange every{{{kIntroduced, "0"}}}, taken_over{{{kIntroduced, "4.1.1"}, {kLast, "4.1.2"}}};
  const Affected both{"npm", "a", {every, taken_over}, {}, false};
  EXPECT_EQ(hits(both, {"4.1.0", "4.1.1", "4.1.2", "4.1.3"}, true), (Words{"4.1.1", "4.1.2"}));
  EXPECT_EQ(judge(both, true, "4.1.0").decider, Decider::range);
  EXPECT_EQ(judge(both, true, "4.1.1").range, 1u);
  EXPECT_EQ(hits(both, {"4.1.0"}, false), Words{"4.1.0"});  // only of malware is it known what was meant
  // A range without an end says no more than the range over all.
  const Affected open{"npm", "a", {every, {{{kIntroduced, "1.0.0"}}}}, {}, false};
  EXPECT_EQ(hits(open, {"0.1.0", "1.0.0"}, true), (Words{"0.1.0", "1.0.0"}));
}

TEST(Evaluate, MalwareWithoutAListIsTheWholeNameButForNpmsPlaceholders) {
  const Affected affected = ranged({{kIntroduced, "0"}});
  EXPECT_EQ(hits(affected, {"1.0.0", "0.0.1-security", "not a version"}, true), (Words{"1.0.0", "not a version"}));
  EXPECT_EQ(judge(affected, true, "1.0.0").decider, Decider::every_version);
}

TEST(Evaluate, WhatHasNoPlaceInTheOrderIsUnknownAndNotClean) {
  const Affected affected = ranged({{kIntroduced, "1.0.0"}, {kFixed, "2.0.0"}});
  EXPECT_EQ(standing(affected, "latest"), Standing::unknown);
  EXPECT_EQ(standing(affected, ""), Standing::unknown);
  EXPECT_EQ(standing(ranged({{kIntroduced, "one"}}), "1.0.0"), Standing::unknown);
  EXPECT_EQ(standing(ranged({{kIntroduced, "1.0.0"}}, "Debian:12"), "1.0.0"), Standing::unknown);
  EXPECT_EQ(standing({"npm", "a", {}, {}, true}, "1.0.0"), Standing::not_affected);
}

TEST(Evaluate, AnEventOfTwoNumbersIsTheFirstVersionThatBeginsSo) {
  EXPECT_EQ(hits(ranged({{kIntroduced, "13.0"}, {kFixed, "14.2"}}), {"12.9.9", "13.0.0", "14.1.9", "14.2.0"}),
            (Words{"13.0.0", "14.1.9"}));
  EXPECT_EQ(hits(ranged({{kIntroduced, "2"}}), {"1.9.9", "2.0.0"}), Words{"2.0.0"});
  EXPECT_EQ(standing(ranged({{kIntroduced, "1.0"}, {kLast, "4.1"}}), "4.1.3"), Standing::unknown);
  EXPECT_EQ(standing(ranged({{kIntroduced, "2.x"}}), "2.0.0"), Standing::unknown);
  EXPECT_EQ(standing(ranged({{kIntroduced, "2..1"}}), "2.0.0"), Standing::unknown);
  EXPECT_EQ(standing(ranged({{kIntroduced, "1.0"}}), "1.0"), Standing::unknown);  // of a release nothing is guessed
}

TEST(Evaluate, ATagOfAnActionThatMovesIsAllReleasesItMayStandFor) {
  const Affected fixed = ranged({{kIntroduced, "0"}, {kFixed, "46.0.1"}}, "github-actions");
  EXPECT_EQ(standing(fixed, "v45"), Standing::affected);
  EXPECT_EQ(standing(fixed, "v46"), Standing::unknown);
  EXPECT_EQ(standing(fixed, "v47"), Standing::not_affected);
  EXPECT_EQ(standing(fixed, "v46.0.0"), Standing::affected);
  const Affected listed{"github-actions", "a/b", {}, {"1.2.3"}, false};
  EXPECT_EQ(standing(listed, "v1", true), Standing::unknown);
  EXPECT_EQ(standing(listed, "v1.2", true), Standing::unknown);
  EXPECT_EQ(standing(listed, "v1.3", true), Standing::not_affected);
  EXPECT_EQ(standing(listed, "v12", true), Standing::not_affected);
}

TEST(Evaluate, EachEcosystemHasItsOwnOrder) {
  EXPECT_EQ(
      hits(ranged({{kIntroduced, "1.0"}, {kFixed, "1.0.post1"}}, "pypi"), {"1.0rc1", "1.0.0", "1!1.0", "1.0.post1"}),
      Words{"1.0.0"});
  EXPECT_EQ(hits(ranged({{kIntroduced, "0"}, {kFixed, "1.2.3"}}, "go"),
                 {"v1.2.2", "v1.2.3", "v0.0.0-20200101000000-abcdefabcdef"}),
            (Words{"v1.2.2", "v0.0.0-20200101000000-abcdefabcdef"}));
  EXPECT_EQ(hits(ranged({{kIntroduced, "0.0.0-0"}, {kFixed, "1.0.0"}}, "crates"), {"0.9.0", "1.0.0"}), Words{"0.9.0"});
}

}  // namespace
}  // namespace cordon::intel
