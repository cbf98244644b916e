#include <gtest/gtest.h>

#include <string>

#include "intel/osv/cvss.h"

namespace cordon::intel {
namespace {

struct Example {
  std::string_view metrics;
  int tenths;
};

CvssScore scored(std::string_view vector) {
  const auto score = score_cvss(vector);
  EXPECT_TRUE(score) << vector;
  return score.value_or(CvssScore{});
}

void expect_scores(std::initializer_list<Example> examples) {
  for (const Example& example : examples) {
    const std::string vector = "CVSS:4.0/" + std::string(example.metrics);
    const auto score = score_cvss(vector);
    ASSERT_TRUE(score) << vector << ": " << score.error().describe();
    EXPECT_EQ(score->version, 4) << vector;
    EXPECT_EQ(score->tenths, example.tenths) << vector;
  }
}

TEST(Cvss4, TheExamplesDocumentHasThesePublishedScores) {
  expect_scores({
      {"AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 73},      // CVE-2022-41741
      {"AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 77},      // CVE-2020-3549
      {"AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U", 52},  // the same with its threat
      {"AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 83},      // CVE-2023-3089, then in an environment
      {"AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/CR:H/IR:L/AR:L/MAV:N/MAC:H/MVC:H/MVI:L/MVA:L", 81},
      {"AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", 46},          // CVE-2021-44714
      {"AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 51},          // CVE-2022-21830
      {"AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 69},          // CVE-2022-22186
      {"AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N", 59},          // CVE-2023-21989
      {"AV:L/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 94},          // CVE-2020-3947
      {"AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:H/SI:H/SA:H", 93},          // CVE-2023-48228
      {"AV:P/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:H/SA:N/S:P/V:D", 83},  // CVE-2023-30560
      {"AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:A", 100},     // CVE-2026-48172
      {"AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:A", 87},      // CVE-2014-0160
      {"AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A", 93},      // CVE-2021-44228
      // ... in immutable containers
      {"AV:N/AC:H/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P/MAC:L/MAT:N/MVC:N/MVI:N/MVA:L", 55},
      {"AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:H/SI:N/SA:H", 64},      // CVE-2013-6014
      {"AV:L/AC:L/AT:N/PR:H/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/R:I", 84},  // CVE-2016-5729
      {"AV:L/AC:L/AT:P/PR:H/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/R:I", 71},  // CVE-2015-2890
      {"AV:P/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 70},      // CVE-2018-3652
      {"AV:N/AC:H/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P", 82},  // CVE-2024-6387
      {"AV:N/AC:L/AT:N/PR:L/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", 71},      // CVE-2023-30545
      {"AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", 82},      // CVE-2021-23846
      {"AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:L", 87},      // CVE-2023-22394
      {"AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:L/E:U", 66},  // ... with its threat
      {"AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:L/E:U/MVA:H/MSA:N", 66},
      {"AV:N/AC:L/AT:N/PR:N/UI:A/VC:L/VI:L/VA:N/SC:L/SI:L/SA:N", 51},  // CVE-2022-24682
  });
}

TEST(Cvss4, ScoresEndAtNoneAndTen) {
  expect_scores({
      {"AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0},
      {"AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/MVC:N", 0},
      {"AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 100},
      {"AV:P/AC:H/AT:P/PR:H/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N/E:U/CR:L", 1},  // the lowest MacroVector of all
  });
}

TEST(Cvss4, HalvesAreRoundedUpWhereFloatingPointFallsBelow) {
  expect_scores({{"AV:L/AC:H/AT:N/PR:H/UI:N/VC:L/VI:L/VA:L/SC:H/SI:H/SA:H", 50},
                 {"AV:L/AC:H/AT:N/PR:N/UI:A/VC:L/VI:H/VA:N/SC:N/SI:N/SA:N", 57}});
}

TEST(Cvss4, OnlyAModifiedMetricSaysThatSafetyIsAtStake) {
  expect_scores({{"AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/MVI:L/MSA:S", 98}});
  EXPECT_FALSE(score_cvss("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:S/SA:H"));
}

TEST(Cvss4, NotDefinedAndSupplementalMetricsChangeNothing) {
  const std::string base = "CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:P/VC:N/VI:H/VA:H/SC:N/SI:L/SA:L";
  const CvssScore score = scored(base);
  EXPECT_EQ(score.tenths, 52);
  EXPECT_EQ(scored(base + "/E:X/CR:X/IR:X/AR:X/MAV:X/MAC:X/MAT:X/MPR:X/MUI:X/MVC:X/MVI:X/MVA:X/MSC:X/MSI:X/MSA:X"),
            score);
  EXPECT_EQ(scored(base + "/E:A/CR:H/IR:H/AR:H/MAV:L/S:P/AU:Y/R:I/V:C/RE:H/U:Amber"), score);
}

}  // namespace
}  // namespace cordon::intel
