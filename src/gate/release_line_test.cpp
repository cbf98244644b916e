#include "gate/release_line.h"

#include <gtest/gtest.h>

namespace cordon::gate {
namespace {

std::vector<Release> releases(const std::vector<std::string>& versions) {
  std::vector<Release> out;
  for (const std::string& version : versions) {
    out.emplace_back();
    out.back().version = version;
  }
  return out;
}

std::string before(const std::vector<Release>& all, const std::string& version) {
  Release own;
  own.version = version;
  const Release* const found = release_before(all, own);
  return found == nullptr ? "" : found->version;
}

TEST(ReleaseLine, BeforeARegularReleaseStandsTheHighestRegularOneBelow) {
  const auto all = releases({"1.0.0", "2.0.0", "1.9.0", "1.10.0", "2.0.1-beta.1", "not a version"});
  EXPECT_EQ(before(all, "1.10.1"), "1.10.0");
  EXPECT_EQ(before(all, "2.0.1"), "2.0.0");
  EXPECT_EQ(before(all, "2.0.1-beta.2"), "2.0.1-beta.1");
  EXPECT_EQ(before(all, "1.0.0"), "");
  EXPECT_EQ(before(all, "nonsense"), "");
}

TEST(ReleaseLine, WhatWasFoundToBeBadIsNothingToCompareWith) {
  auto all = releases({"1.0.0", "1.0.1", "1.0.2"});
  all[1].judged.held = all[2].judged.held = true;
  all[1].judged.rule = kKnownMalware;
  all[2].judged.rule = kMinimumAge;
  EXPECT_EQ(before(all, "1.0.2"), "1.0.0");
  EXPECT_EQ(before(all, "1.0.3"), "1.0.2");
}

TEST(ReleaseLine, AMinorStepIsWhatACaretAccepts) {
  EXPECT_TRUE(is_minor_step("1.14.0", "1.14.1"));
  EXPECT_TRUE(is_minor_step("1.14.0", "1.15.0"));
  EXPECT_FALSE(is_minor_step("1.14.0", "2.0.0"));
  EXPECT_TRUE(is_minor_step("0.30.3", "0.30.4"));
  EXPECT_FALSE(is_minor_step("0.30.3", "0.31.0"));
}

TEST(ReleaseLine, TakesTheHighestOfARange) {
  const auto all = releases({"4.2.0", "4.2.1", "5.0.0", "4.3.0-rc.1"});
  EXPECT_EQ(newest_in(all, "^4.2.0")->version, "4.2.1");
  EXPECT_EQ(newest_in(all, "*")->version, "5.0.0");
  EXPECT_EQ(newest_in(all, "^6.0.0"), nullptr);
  EXPECT_EQ(newest_in(all, "git+https://example.test/a.git"), nullptr);
}

}  // namespace
}  // namespace cordon::gate
