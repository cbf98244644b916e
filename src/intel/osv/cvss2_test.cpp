#include <gtest/gtest.h>

#include <string>

#include "intel/osv/cvss.h"

namespace cordon::intel {
namespace {

struct Example {
  std::string_view vector;
  int tenths;
};

CvssScore scored(std::string_view vector) {
  const auto score = score_cvss(vector);
  EXPECT_TRUE(score) << vector;
  return score.value_or(CvssScore{});
}

void expect_scores(std::initializer_list<Example> examples) {
  for (const Example& example : examples) {
    const auto score = score_cvss(example.vector);
    ASSERT_TRUE(score) << example.vector << ": " << score.error().describe();
    EXPECT_EQ(score->version, 2) << example.vector;
    EXPECT_EQ(score->tenths, example.tenths) << example.vector;
  }
}

// Section 3.3 of the guide: three vulnerabilities with base and temporal score and the ends of the environmental range.
TEST(Cvss2, TheGuidesExamplesHaveTheirPublishedScores) {
  expect_scores({
      // CVE-2002-0392
      {"AV:N/AC:L/Au:N/C:N/I:N/A:C", 78},
      {"AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C", 64},
      {"AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:N/TD:N/CR:M/IR:M/AR:H", 0},
      {"AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H", 92},
      // CVE-2003-0818
      {"AV:N/AC:L/Au:N/C:C/I:C/A:C", 100},
      {"AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C", 83},
      {"AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:N/CR:M/IR:M/AR:L", 0},
      {"AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L", 90},
      // CVE-2003-0062
      {"AV:L/AC:H/Au:N/C:C/I:C/A:C", 62},
      {"AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C", 49},
      {"AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:L/TD:N/CR:M/IR:M/AR:M", 0},
      {"AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M", 75},
  });
}

TEST(Cvss2, OnlyTheAdjustedImpactEndsAtTen) {
  // The base impact is 10.00084536 here, and the score 7.15008; cut off at 10 it would be 7.1.
  expect_scores({{"AV:L/AC:L/Au:N/C:C/I:C/A:C", 72}, {"AV:L/AC:L/Au:N/C:C/I:C/A:C/CR:M", 71}});
}

TEST(Cvss2, WithoutImpactThereIsNoScore) {
  expect_scores({{"AV:N/AC:L/Au:N/C:N/I:N/A:N", 0}, {"AV:N/AC:L/Au:N/C:N/I:N/A:N/E:H/RL:U/RC:C/CR:H/IR:H/AR:H", 0}});
}

TEST(Cvss2, AnAdjustedScoreBelowZeroEndsAtZero) {
  expect_scores({{"AV:L/AC:H/Au:M/C:P/I:N/A:N/CR:L", 0}, {"AV:L/AC:H/Au:M/C:P/I:N/A:N", 8}});
}

TEST(Cvss2, NotDefinedIsAsIfAbsent) {
  const std::string base = "AV:N/AC:M/Au:S/C:P/I:P/A:N";
  const CvssScore score = scored(base);
  EXPECT_EQ(score.tenths, 49);
  EXPECT_EQ(scored(base + "/E:ND/RL:ND/RC:ND"), score);
  EXPECT_EQ(scored(base + "/E:ND/RL:ND/RC:ND/CDP:ND/TD:ND/CR:ND/IR:ND/AR:ND"), score);
}

}  // namespace
}  // namespace cordon::intel
