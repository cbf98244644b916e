#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace cordon {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return fail(ErrorCode::invalid_value, "odd", 3, 7);
  return number / 2;
}

Result<int> quarter(int number) {
  const int once = TRY(half(number));
  return TRY_CONTEXT(half(once), "halving again");
}

Result<void> check(int number) {
  TRY(half(number));
  return {};
}

Result<std::unique_ptr<int>> owned(int number) {
  auto pointer = TRY(Result<std::unique_ptr<int>>(std::make_unique<int>(number)));
  return pointer;
}

TEST(Result, TryGivesTheValueOrReturnsTheError) {
  EXPECT_EQ(quarter(8), 2);
  EXPECT_EQ(quarter(7).error().code, ErrorCode::invalid_value);
  EXPECT_TRUE(check(2).has_value());
  EXPECT_EQ(check(1).error().line, 3u);
  EXPECT_EQ(*owned(5).value(), 5);  // move-only values pass through
}

TEST(Result, ContextNamesTheStepsInnermostFirst) {
  EXPECT_TRUE(quarter(7).error().context.empty());
  EXPECT_EQ(quarter(6).error().context, std::vector<std::string>{"halving again"});
}

TEST(Result, DescribesPlaceAndContext) {
  Error error{ErrorCode::syntax, "bad", 0, 0, {}};
  EXPECT_EQ(error.describe(), "bad");
  error.line = 3;
  EXPECT_EQ(error.describe(), "bad (line 3)");
  error.column = 7;
  error.context = {"reading a", "scanning b"};
  EXPECT_EQ(error.describe(), "bad (line 3, column 7); while reading a; while scanning b");
}

TEST(Result, EveryCodeHasANameOfItsOwn) {
  std::set<std::string_view> names;
  const int last = static_cast<int>(ErrorCode::internal);
  for (int code = 0; code <= last; ++code) names.insert(to_string(static_cast<ErrorCode>(code)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
}

}  // namespace
}  // namespace cordon
