#include "model/cargo_requirement.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cordon::model::cargo {
namespace {

using Texts = std::vector<std::string_view>;

std::string normal(std::string_view text) {
  const auto requirement = parse_requirement(text);
  return requirement ? requirement->text() : std::string(to_string(requirement.error().code));
}

void expect_satisfies(std::string_view text, const Texts& inside, const Texts& outside) {
  const Requirement requirement = parse_requirement(text).value();
  for (const auto version : inside)
    EXPECT_TRUE(satisfies(parse_version(version).value(), requirement)) << text << " and " << version;
  for (const auto version : outside)
    EXPECT_FALSE(satisfies(parse_version(version).value(), requirement)) << text << " and " << version;
}

TEST(CargoRequirement, IsWrittenAsTheCrateWritesIt) {
  EXPECT_EQ(normal("1.0.0"), "^1.0.0");
  EXPECT_EQ(normal(" >= 1.0.0,<2 "), ">=1.0.0, <2");
  EXPECT_EQ(normal("=0.1.0+meta"), "=0.1.0");
  EXPECT_EQ(normal("~1.2.3-beta.2"), "~1.2.3-beta.2");
  EXPECT_EQ(normal("1.X"), "1.*");
  EXPECT_EQ(normal("0.*.*"), "0.*");
  EXPECT_EQ(normal("1.2.x"), "1.2.*");
  EXPECT_EQ(normal(">=1.*"), ">=1");
  EXPECT_EQ(normal("x"), "*");
}

TEST(CargoRequirement, RefusesWhatTheCrateRefuses) {
  for (const char* text : {"",
                           "> 0.1.0,",
                           "> 0.3.0, ,",
                           "1.2.3 - 2.3.4",
                           "> 0.0.9 <= 2.5.3",
                           "=1.2.3 || =2.3.4",
                           ">== 1",
                           "1.0.0-",
                           "1.2.3-01",
                           "1.2.3+4.",
                           "1.",
                           "1.*.",
                           "1.*.1",
                           "*.1",
                           "*, 1",
                           "1, *",
                           "v1",
                           "01",
                           "1.2-alpha",
                           "1.2.3 4",
                           ">="})
    EXPECT_EQ(normal(text), "syntax") << text;
  EXPECT_EQ(normal("18446744073709551616"), "invalid_value");
  std::string many = ">1";
  for (int i = 0; i < 31; ++i) many += ", >1";
  EXPECT_TRUE(parse_requirement(many));
  EXPECT_EQ(normal(many + ", >1"), "too_many");
}

TEST(CargoRequirement, ACaretKeepsTheFirstNumberThatIsNotZero) {
  expect_satisfies("^1.1.2", {"1.1.2", "1.1.4", "1.2.1"}, {"0.9.1", "2.9.0", "1.1.1", "1.1.2-alpha1", "2.0.0-alpha1"});
  expect_satisfies("0.1.2", {"0.1.2", "0.1.4"}, {"0.9.1", "1.1.1", "0.0.1", "0.1.3-alpha", "0.2.0-pre"});
  expect_satisfies("^0.0.2", {"0.0.2"}, {"0.0.1", "0.0.3", "0.1.4"});
  expect_satisfies("^0.0", {"0.0.2", "0.0.0"}, {"0.1.4", "1.1.1"});
  expect_satisfies("^0", {"0.9.1", "0.0.0"}, {"1.1.1"});
  expect_satisfies("^1.1", {"1.1.0", "1.2.1"}, {"1.0.1", "2.0.0"});
}

TEST(CargoRequirement, ATildeKeepsTheFirstTwoNumbers) {
  expect_satisfies("~1", {"1.0.0", "1.1.1"}, {"0.9.1", "2.9.0"});
  expect_satisfies("~1.2", {"1.2.0", "1.2.1"}, {"1.1.1", "1.3.0"});
  expect_satisfies("~1.2.3-beta.2", {"1.2.3", "1.2.4", "1.2.3-beta.4"}, {"1.3.3", "1.2.3-beta.1", "1.2.4-beta.2"});
}

TEST(CargoRequirement, WildcardsStandForAnyRelease) {
  expect_satisfies("*", {"0.0.1", "1.0.0"}, {"1.0.0-pre"});
  expect_satisfies("1.*", {"1.2.0", "1.3.0+x"}, {"0.0.9", "1.2.0-pre"});
  expect_satisfies("1.2.*", {"1.2.0", "1.2.4"}, {"1.9.0", "1.2.2-pre"});
}

TEST(CargoRequirement, ComparatorsMustAllHold) {
  expect_satisfies("> 0.0.9, <= 2.5.3", {"0.0.10", "2.5.3"}, {"0.0.8", "2.5.4"});
  expect_satisfies("0.3.0, 0.4.0", {}, {"0.3.0", "0.4.0"});
  expect_satisfies("=1.2", {"1.2.0", "1.2.9"}, {"1.3.0", "1.2.0-rc.1"});
  expect_satisfies("<=1.2, >0", {"1.2.9", "1.0.0"}, {"0.9.0", "1.3.0"});
  expect_satisfies("=0.1.0+meta", {"0.1.0", "0.1.0+any"}, {"0.1.1"});
}

TEST(CargoRequirement, PrereleasesOnlyWhereOneOfTheirReleaseIsNamed) {
  expect_satisfies(">= 2.1.0-alpha2", {"2.1.0-alpha2", "2.1.0-alpha3", "2.1.0", "3.0.0"},
                   {"2.1.0-alpha1", "3.0.0-alpha2"});
  expect_satisfies(">1.0.0-alpha, <1.0.0", {"1.0.0-beta"}, {});
  expect_satisfies(">1.0.0-alpha, <1.0", {}, {"1.0.0-beta"});
  expect_satisfies("~1.2, >=1.2.3-alpha", {"1.2.3"}, {"1.2.3-alpha"});
  expect_satisfies("^1.2, >=1.2.3-alpha", {"1.2.3", "1.2.3-alpha"}, {"1.2.4-alpha"});
}

}  // namespace
}  // namespace cordon::model::cargo
