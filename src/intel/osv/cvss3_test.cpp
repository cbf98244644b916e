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

void expect_scores(const std::string& prefix, std::initializer_list<Example> examples) {
  for (const Example& example : examples) {
    const std::string vector = prefix + std::string(example.metrics);
    const auto score = score_cvss(vector);
    ASSERT_TRUE(score) << vector << ": " << score.error().describe();
    EXPECT_EQ(score->version, 3) << vector;
    EXPECT_EQ(score->tenths, example.tenths) << vector;
  }
}

TEST(Cvss3, TheExamplesDocumentOf31HasThesePublishedScores) {
  expect_scores("CVSS:3.1/", {
                                 {"AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 64},  // CVE-2013-0375
                                 {"AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 31},  // CVE-2014-3566
                                 {"AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 99},  // CVE-2012-1516
                                 {"AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 42},  // CVE-2009-0783
                                 {"AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H", 72},  // CVE-2012-0384
                                 {"AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 78},  // CVE-2015-1098
                                 {"AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 75},  // CVE-2014-0160
                                 {"AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98},  // CVE-2014-6271
                                 {"AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", 68},  // CVE-2008-1447
                                 {"AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 68},  // CVE-2014-2005
                                 {"AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N", 58},  // CVE-2010-0467
                                 {"AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:L/A:N", 58},  // CVE-2012-1342
                                 {"AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 93},  // CVE-2013-6014
                                 {"AV:N/AC:L/PR:L/UI:R/S:C/C:H/I:H/A:H", 90},  // CVE-2019-7551
                                 {"AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 88},  // CVE-2011-1265
                                 {"AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", 46},  // CVE-2014-2019
                                 {"AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 88},  // CVE-2015-0970
                                 {"AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N", 74},  // CVE-2014-0224
                                 {"AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H", 96},  // CVE-2012-5376
                                 {"AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:N", 68},  // CVE-2016-0128
                                 {"AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H", 75},  // CVE-2016-2118
                                 {"AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61},  // CVE-2017-5942
                                 {"AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:L", 86},  // CVE-2016-5558
                                 {"AV:L/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:H", 82},  // CVE-2016-5729
                                 {"AV:L/AC:L/PR:H/UI:N/S:U/C:N/I:H/A:H", 60},  // CVE-2015-2890
                                 {"AV:P/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 76},  // CVE-2018-3652
                                 {"AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:N", 42},  // CVE-2019-0884
                                 // Version 4.0's document repeats one with its temporal score.
                                 {"AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N/E:F/RL:O/RC:C", 70},
                             });
}

TEST(Cvss3, TheExamplesDocumentOf30HasThesePublishedScores) {
  expect_scores("CVSS:3.0/", {
                                 {"AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61},  // CVE-2013-1937
                                 {"AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 64},  // CVE-2013-0375
                                 {"AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 31},  // CVE-2014-3566
                                 {"AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 99},  // CVE-2012-1516
                                 {"AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 42},  // CVE-2009-0783
                                 {"AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 88},  // CVE-2012-0384
                                 {"AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", 68},  // CVE-2008-1447
                                 {"AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 93},  // CVE-2013-6014
                                 {"AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", 54},  // CVE-2014-9253
                                 {"AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", 46},  // CVE-2014-2019
                             });
}

TEST(Cvss3, ScoresEndAtNoneAndTen) {
  for (const char* prefix : {"CVSS:3.0/", "CVSS:3.1/"})
    expect_scores(prefix, {
                              {"AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0},
                              {"AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:N/A:N", 0},
                              {"AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 100},
                              {"AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", 16},
                              {"AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MC:N/MI:N/MA:N", 0},
                          });
}

// 5.0 x 0.92 is 4.6, but a little more in floating point, which rounding up turns into 4.7.
TEST(Cvss3, WhatIsExactlyATenthIsNotRoundedUp) {
  for (const char* prefix : {"CVSS:3.0/", "CVSS:3.1/"})
    expect_scores(prefix, {
                              {"AV:P/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:H", 50},
                              {"AV:P/AC:H/PR:L/UI:R/S:U/C:L/I:L/A:H/E:H/RL:U/RC:U", 46},
                          });
}

TEST(Cvss3, TheVersionsDifferInTheEnvironmentsImpactOfAChangedScope) {
  constexpr std::string_view kMetrics = "AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:H/A:H";
  const std::string environment = std::string(kMetrics) + "/CR:H/IR:H/AR:H";
  expect_scores("CVSS:3.0/", {{kMetrics, 83}, {environment, 83}});
  expect_scores("CVSS:3.1/", {{kMetrics, 83}, {environment, 84}});
}

TEST(Cvss3, NotDefinedIsAsIfAbsent) {
  const std::string base = "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N";
  const CvssScore score = scored(base);
  EXPECT_EQ(scored(base + "/E:X/RL:X/RC:X/CR:X/IR:X/AR:X/MAV:X/MAC:X/MPR:X/MUI:X/MS:X/MC:X/MI:X/MA:X"), score);
}

}  // namespace
}  // namespace cordon::intel
