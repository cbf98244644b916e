#include "inventory/javascript/expression.h"

#include <gtest/gtest.h>

namespace cordon::inventory::javascript {
namespace {

using Words = std::vector<std::string>;

TEST(Expression, WhatRe2KnowsStays) {
  const Expression out = translate(R"(/\*!? Pear[\s*]+v([0-9.]+)(?:-min)?\.js{)").value();
  EXPECT_EQ(out.re2, R"(/\*!? Pear[\s*]+v([0-9.]+)(?:-min)?\.js\{)");
  EXPECT_EQ(out.groups, (std::vector<int>{0, 1}));
  EXPECT_EQ(out.group_count, 1);
  EXPECT_TRUE(out.same.empty() && out.gaps.empty() && out.before.empty());
}

TEST(Expression, EveryMatchHoldsTheLongestTextThatIsNotRepeated) {
  EXPECT_EQ(translate(R"re([a-z]pear:?"(\d+)",apple)re").value().literals, Words{"\",apple"});
  EXPECT_EQ(translate("pearx*apple+fig").value().literals, Words{"apple"});
  EXPECT_EQ(translate("pears?ap").value().literals, Words{"pear"});
  EXPECT_EQ(translate(R"(\.pear\{)").value().literals, Words{".pear{"});
  EXPECT_EQ(translate(" (?:Pear|Quince) v").value().literals, (Words{"Pear", "Quince"}));
  EXPECT_TRUE(translate("(?:pear)?.(apple)*").value().literals.empty());
  EXPECT_TRUE(translate("pear|apple").value().literals.empty());
  EXPECT_EQ(translate("(?:pear(?:s|x)|apple)fig").value().literals, Words{"fig"});
}

TEST(Expression, AReferenceIsTheGroupAgainAndACondition) {
  const Expression out = translate(R"(=(.)\.fn=(\1)\.prototype)").value();
  EXPECT_EQ(out.re2, R"(=(.)\.fn=((.))\.prototype)");
  ASSERT_EQ(out.same.size(), 1u);
  EXPECT_EQ(out.same[0].one, 1);
  EXPECT_EQ(out.same[0].other, 3);
  EXPECT_EQ(out.groups, (std::vector<int>{0, 1, 2}));
}

TEST(Expression, ALongRepetitionIsAGapWhoseLengthCounts) {
  const Expression out = translate(R"('(\d+)'[^\n]{0,8000}Pear([a-z]))").value();
  EXPECT_EQ(out.re2, R"('(\d+)'([^\n]{0,}?)Pear([a-z]))");
  ASSERT_EQ(out.gaps.size(), 1u);
  EXPECT_EQ(out.gaps[0].group, 2);
  EXPECT_EQ(out.gaps[0].most, 8000u);
  EXPECT_EQ(out.groups, (std::vector<int>{0, 1, 3}));
  EXPECT_EQ(translate("a.{3,1000}b").value().gaps.size(), 0u);
}

TEST(Expression, LookingBackIsAConditionAtAPlace) {
  const Expression out = translate(R"re(="([0-9.]+)(?<=\d\.\d)"pear)re").value();
  EXPECT_EQ(out.re2, R"re(="([0-9.]+)()"pear)re");
  ASSERT_EQ(out.before.size(), 1u);
  EXPECT_EQ(out.before[0].group, 2);
  EXPECT_EQ(out.before[0].expression, R"((?:\d\.\d))");
}

TEST(Expression, ClassesAreThoseOfJavaScript) {
  EXPECT_EQ(translate(R"([[:a]\s[^"\]])").value().re2, R"([\[:a][\s\v][^"\]])");
}

TEST(Expression, WhatCannotBeSaidIsRefused) {
  for (const char* text : {"(?=a)", "(?!a)", "(?<!a)", "(?<name>a)", "((a))\\1", "(a|b)\\1", "\\1", "(a\\1)",
                           "(ab){0,2000}", "(a{0,2000})", "a{2000}", "[]", "\\u0041", "\\cA"})
    EXPECT_EQ(translate(text).error().code, ErrorCode::unsupported_format) << text;
  for (const char* text : {"(a", "a)", "[a", "*a", "a**", "a{3,1}", "^*", "\\"})
    EXPECT_EQ(translate(text).error().code, ErrorCode::syntax) << text;
  EXPECT_EQ(translate(std::string(200, '(')).error().code, ErrorCode::too_many);
}

}  // namespace
}  // namespace cordon::inventory::javascript
