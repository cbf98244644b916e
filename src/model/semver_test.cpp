#include "model/semver.h"

#include <gtest/gtest.h>

namespace cordon::model::semver {
namespace {

constexpr Options kLoose = {.loose = true};
constexpr Options kPrerelease = {.include_prerelease = true};

std::string range_text(std::string_view range, Options options = {}) {
  const auto parsed = parse_range(range, options);
  return parsed ? parsed->text() : std::string(to_string(parsed.error().code));
}

ErrorCode version_error(std::string_view text, Options options = {}) {
  const auto parsed = parse_version(text, options);
  return parsed ? ErrorCode::internal : parsed.error().code;
}

TEST(SemverVersion, ReadsAllItsParts) {
  const Version version = parse_version(" v1.22.333-beta.4.x-y+build.007 ").value();
  EXPECT_EQ(version.major, 1u);
  EXPECT_EQ(version.minor, 22u);
  EXPECT_EQ(version.patch, 333u);
  EXPECT_EQ(version.prerelease, "beta.4.x-y");
  EXPECT_EQ(version.build, "build.007");
  EXPECT_EQ(version.text(), "1.22.333-beta.4.x-y");
}

TEST(SemverVersion, StrictRefusesWhatLooseAccepts) {
  for (const char* text : {"=1.2.3", "v 1.2.3", "01.2.3", "1.2.3beta", "1.2.3-01", "1.2.3-"}) {
    EXPECT_EQ(version_error(text), ErrorCode::syntax) << text;
    EXPECT_TRUE(parse_version(text, kLoose)) << text;
  }
  EXPECT_EQ(parse_version("01.2.3beta.007", kLoose)->text(), "1.2.3-beta.7");
  EXPECT_EQ(parse_version("1.2.3--", kLoose)->prerelease, "-");
  EXPECT_EQ(parse_version("1.2.31.2", kLoose)->text(), "1.2.3-1.2");
}

TEST(SemverVersion, RefusesWhatIsNoneInEitherMode) {
  for (const char* text : {"", "1", "1.2", "1.2.3.4", "1.2.3-a..b", "1.2.3+", "1.2.x", "a.b.c", "1.2.3 4", "-1.2.3"}) {
    EXPECT_EQ(version_error(text), ErrorCode::syntax) << text;
    EXPECT_EQ(version_error(text, kLoose), ErrorCode::syntax) << text;
  }
}

TEST(SemverVersion, HasLimits) {
  EXPECT_EQ(parse_version("9007199254740991.0.0")->major, kMaxNumber);
  EXPECT_EQ(version_error("9007199254740992.0.0"), ErrorCode::invalid_value);
  EXPECT_EQ(version_error("99999999999999999999999.0.0"), ErrorCode::invalid_value);
  const std::string longest = "1.2.3-" + std::string(250, 'a');
  EXPECT_TRUE(parse_version(longest));
  EXPECT_EQ(version_error(longest + "a"), ErrorCode::too_large);
  EXPECT_EQ(version_error(longest + " "), ErrorCode::too_large);  // spaces count
}

TEST(SemverVersion, NumericIdentifiersComeBeforeTextAndCountAsNumbers) {
  const char* ascending[] = {"1.0.0-1", "1.0.0-2", "1.0.0-11", "1.0.0-A", "1.0.0-a", "1.0.0-a.b", "1.0.0", "1.0.1-0"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t k = 0; k < std::size(ascending); ++k) {
      const auto order = compare(parse_version(ascending[i]).value(), parse_version(ascending[k]).value());
      EXPECT_EQ(order < 0, i < k) << ascending[i] << " " << ascending[k];
      EXPECT_EQ(order == 0, i == k) << ascending[i] << " " << ascending[k];
    }
  }
}

TEST(SemverVersion, BuildMetadataDoesNotCount) {
  EXPECT_TRUE(compare(parse_version("1.2.3+a").value(), parse_version("1.2.3+b").value()) == 0);
}

TEST(SemverRange, DesugarsTildeCaretHyphenAndX) {
  EXPECT_EQ(range_text("^1.2.3"), ">=1.2.3 <2.0.0-0");
  EXPECT_EQ(range_text("^0.2.3"), ">=0.2.3 <0.3.0-0");
  EXPECT_EQ(range_text("^0.0.3"), ">=0.0.3 <0.0.4-0");
  EXPECT_EQ(range_text("~1.2"), ">=1.2.0 <1.3.0-0");
  EXPECT_EQ(range_text("~>1"), ">=1.0.0 <2.0.0-0");
  EXPECT_EQ(range_text("1.2 - 3.4.5"), ">=1.2.0 <=3.4.5");
  EXPECT_EQ(range_text("1.2.x || >=3"), ">=1.2.0 <1.3.0-0||>=3.0.0");
  EXPECT_EQ(range_text(""), "");
  EXPECT_EQ(range_text(">=0.0.0"), "");
  EXPECT_EQ(range_text("* || 1"), "");
  EXPECT_EQ(range_text("<* || 1"), ">=1.0.0 <2.0.0-0");
}

// Odd texts, whose meaning was taken from running node-semver 7.8.5.
TEST(SemverRange, OddTextsMeanWhatNodeSemverMakesOfThem) {
  EXPECT_EQ(range_text("1.2.3*"), "1.2.3");
  EXPECT_EQ(range_text("1.2.3-a*b"), "1.2.3-ab");
  EXPECT_EQ(range_text("^1.x.5"), ">=1.0.0 <2.0.0-0");
  EXPECT_EQ(range_text("1.x.5"), "syntax");
  EXPECT_EQ(range_text("> =1.2.3"), ">=1.2.3");
  EXPECT_EQ(range_text("> = 1.2.3"), "syntax");
  EXPECT_EQ(range_text("==1.x"), ">=1.0.0 <2.0.0-0");
  EXPECT_EQ(range_text("==1.2.3"), "syntax");
  EXPECT_EQ(range_text("**"), "syntax");
  EXPECT_EQ(range_text("1 +a 2"), ">=1.0.0 <2.0.0-0 >=2.0.0 <3.0.0-0");
  EXPECT_EQ(range_text("foo * bar", kLoose), "syntax");
  EXPECT_EQ(range_text("foo *", kLoose), "");
  EXPECT_EQ(range_text("foo 1.2.3", kLoose), "1.2.3");
  EXPECT_EQ(range_text("foo 1.2.3"), "syntax");
  EXPECT_EQ(range_text("^00.1.2", kLoose), ">=0.1.2 <1.0.0-0");
}

TEST(SemverRange, HasLimits) {
  EXPECT_EQ(range_text("^9007199254740991.0.0"), "invalid_value");
  EXPECT_EQ(range_text("<=9007199254740991.x"), "invalid_value");
  EXPECT_EQ(range_text(std::string(kMaxRangeBytes + 1, ' ')), "too_large");
  std::string many;
  for (std::size_t i = 0; i <= kMaxComparators; ++i) many += std::to_string(i) + ".0.0||";
  EXPECT_EQ(range_text(many), "too_many");
  EXPECT_EQ(range_text(std::string(kMaxRangeBytes, 'v')), "syntax");
  EXPECT_EQ(range_text("1.2.3-" + std::string(300, 'a')), "syntax");
}

TEST(SemverRange, CountsAComparatorOnce) { EXPECT_EQ(range_text(">=1.2.3 >=1.2.3 <2.0.0 *"), ">=1.2.3 <2.0.0"); }

TEST(SemverRange, PrereleasesNeedAComparatorOfTheSameNumbers) {
  EXPECT_TRUE(satisfies("1.2.3-beta.2", "^1.2.3-beta.1"));
  EXPECT_FALSE(satisfies("1.2.4-beta.2", "^1.2.3-beta.1"));
  EXPECT_FALSE(satisfies("1.5.0-beta", "*"));
  EXPECT_TRUE(satisfies("1.5.0-beta", "*", kPrerelease));
  EXPECT_TRUE(satisfies("1.2.4-beta.2", "^1.2.3-beta.1", kPrerelease));
  EXPECT_FALSE(satisfies("2.0.0-beta", "^1.2.3", kPrerelease));
}

TEST(SemverRange, WhatIsNoVersionOrRangeSatisfiesNothing) {
  EXPECT_FALSE(satisfies("1.2", "*"));
  EXPECT_FALSE(satisfies("1.2.3", "latest"));
  EXPECT_FALSE(satisfies("", ""));
}

TEST(SemverRange, LinearOnHostileText) {  // a quadratic scan would take minutes here
  const std::string prefix(kMaxRangeBytes / 2, 'v');
  const std::string pieces[] = {prefix + prefix,
                                prefix + " " + prefix.substr(1),
                                std::string(kMaxRangeBytes, '1'),
                                std::string(kMaxRangeBytes, '+'),
                                std::string(kMaxRangeBytes, '~'),
                                std::string(kMaxRangeBytes, '.'),
                                std::string(kMaxRangeBytes, '<')};
  for (int round = 0; round < 20; ++round)
    for (const std::string& piece : pieces) EXPECT_NE(range_text(piece), "internal");
}

}  // namespace
}  // namespace cordon::model::semver
