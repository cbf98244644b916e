#include "rules/condition.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>

namespace cordon::rules {
namespace {

constexpr std::string_view kNames[] = {"a", "b", "sel_one", "sel_two", "_hidden"};

// Whether the condition holds when exactly these selections do.
bool holds(std::string_view text, std::initializer_list<std::string_view> holding) {
  const auto condition = Condition::parse(text, kNames);
  EXPECT_TRUE(condition) << text << ": " << (condition ? "" : condition.error().describe());
  return condition &&
         condition->evaluate([&](std::size_t i) { return std::ranges::find(holding, kNames[i]) != holding.end(); });
}

Error error_of(std::string_view text, const RuleLimits& limits = {}) {
  auto condition = Condition::parse(text, kNames, limits);
  EXPECT_FALSE(condition) << text;
  return condition ? Error() : condition.error();
}

TEST(Condition, BindsNotBeforeAndBeforeOr) {
  EXPECT_TRUE(holds("a or b and sel_one", {"a"}));
  EXPECT_FALSE(holds("(a or b) and sel_one", {"a"}));
  EXPECT_TRUE(holds("not a and b", {"b"}));
  EXPECT_FALSE(holds("not (a or b)", {"b"}));
  EXPECT_TRUE(holds("not not a", {"a"}));
}

TEST(Condition, ReadsItsWordsInAnyCaseAndNamesExactly) {
  EXPECT_TRUE(holds("a AND Not b", {"a"}));
  EXPECT_EQ(error_of("A").code, ErrorCode::not_found);
}

TEST(Condition, CountsSelectionsOfAForm) {
  EXPECT_TRUE(holds("1 of sel_*", {"sel_two"}));
  EXPECT_FALSE(holds("all of sel_*", {"sel_two"}));
  EXPECT_TRUE(holds("all of sel_*", {"sel_one", "sel_two"}));
  EXPECT_TRUE(holds("2 of them", {"a", "sel_one"}));
  EXPECT_FALSE(holds("2 of them", {"a", "_hidden"}));
  EXPECT_TRUE(holds("all of them", {"a", "b", "sel_one", "sel_two"}));
  EXPECT_TRUE(holds("1 of _*", {"_hidden"}));
}

TEST(Condition, KnowsWhichSelectionsItNames) {
  const auto condition = Condition::parse("a and 1 of sel_*", kNames);
  ASSERT_TRUE(condition);
  EXPECT_TRUE(condition->uses(0) && condition->uses(2) && condition->uses(3));
  EXPECT_FALSE(condition->uses(1) || condition->uses(4));
}

TEST(Condition, SaysWhereItIsWrong) {
  const Error error = error_of("a and sel_onw");
  EXPECT_EQ(error.code, ErrorCode::not_found);
  EXPECT_EQ(error.column, 7u);
  EXPECT_NE(error.message.find("sel_one"), std::string::npos);
  for (const char* bad : {"", "a b", "a and", "(a", "a)", "and a", "not", "1 of", "1 sel_*", "sel_*", "0 of them",
                          "a | b", "99999999999999999999 of them", "1 of (a)"})
    EXPECT_EQ(error_of(bad).code, ErrorCode::syntax) << bad;
}

TEST(Condition, RefusesWhatNeverHolds) {
  EXPECT_EQ(error_of("3 of sel_*").code, ErrorCode::invalid_value);
  EXPECT_EQ(error_of("1 of other_*").code, ErrorCode::not_found);
}

TEST(Condition, IsBoundedInDepthAndSize) {
  EXPECT_EQ(error_of(std::string(10'000, '(') + "a").code, ErrorCode::too_deep);
  std::string deep;
  for (int i = 0; i < 1'000; ++i) deep += "not ";
  EXPECT_EQ(error_of(deep + "a").code, ErrorCode::too_deep);
  std::string wide = "a";
  for (int i = 0; i < 1'000; ++i) wide += " or a";
  EXPECT_EQ(error_of(wide).code, ErrorCode::too_many);
}

}  // namespace
}  // namespace cordon::rules
