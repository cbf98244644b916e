#include "rules/pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace cordon::rules {
namespace {

TEST(Pattern, MatchesTheWholeTextWhateverItsCapitals) {
  const Pattern pattern("Curl");
  EXPECT_TRUE(pattern.matches("cURL"));
  EXPECT_FALSE(pattern.matches("curl7"));
  EXPECT_FALSE(pattern.matches(""));
  EXPECT_FALSE(Pattern("Curl", Letters::exact).matches("curl"));
  EXPECT_TRUE(Pattern("Curl", Letters::exact).matches("Curl"));
}

TEST(Pattern, StarsStandForAnyTextAndQuestionMarksForOneByte) {
  EXPECT_TRUE(Pattern("*/.ssh/id_*").matches("/home/a/.ssh/id_rsa"));
  EXPECT_TRUE(Pattern("*").matches(""));
  EXPECT_TRUE(Pattern("a**b").matches("ab"));
  EXPECT_TRUE(Pattern("a*b*c").matches("a-b-b-c"));
  EXPECT_FALSE(Pattern("a*b*c").matches("a-c-b"));
  EXPECT_TRUE(Pattern("a?c").matches("abc"));
  EXPECT_FALSE(Pattern("a?c").matches("ac"));
}

TEST(Pattern, BackslashesTakeTheMeaningOfWildcardsAndElseStandForThemselves) {
  EXPECT_TRUE(Pattern("a\\*").matches("a*"));
  EXPECT_FALSE(Pattern("a\\*").matches("ab"));
  EXPECT_TRUE(Pattern("a\\?").matches("a?"));
  EXPECT_TRUE(Pattern("C:\\Windows").matches("c:\\windows"));
  EXPECT_TRUE(Pattern("C:\\\\*").matches("c:\\users"));
  EXPECT_TRUE(Pattern("end\\").matches("end\\"));
}

TEST(Pattern, SaysWhatItStandsForWhenItHasNoWildcards) {
  EXPECT_FALSE(Pattern("a\\*b").has_wildcards());
  EXPECT_EQ(Pattern("a\\*b").literal(), "a*b");
  EXPECT_TRUE(Pattern("a*b").has_wildcards());
}

TEST(Pattern, CanBeWidenedAtBothEnds) {
  EXPECT_TRUE(Pattern("b").anything_before().matches("ab"));
  EXPECT_FALSE(Pattern("b").anything_before().matches("abc"));
  EXPECT_TRUE(Pattern("b").anything_behind().matches("bc"));
  EXPECT_TRUE(Pattern("b").anything_before().anything_behind().matches("abc"));
}

TEST(Pattern, IsNotSlowOnTextsMadeForIt) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  EXPECT_FALSE(Pattern(pattern + "b").matches(std::string(20'000, 'a')));
}

}  // namespace
}  // namespace cordon::rules
