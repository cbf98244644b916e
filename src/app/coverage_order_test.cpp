#include "app/coverage_order.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

TEST(CoverageOrder, DoesNotDependOnWhoReadFirst) {
  model::Coverage coverage;
  coverage.read = {{"b", "x", 1}, {"a", "y", 2}, {"a", "x", 3}};
  coverage.unread = {{"b", 1, "io", "", true},
                     {"a", 10, "io", "", true},
                     {"a", 9, "syntax", "", true},
                     {"a", 9, "io", "2", true},
                     {"a", 9, "io", "1", true}};
  put_in_order(coverage);
  EXPECT_EQ(coverage.read, (std::vector<model::FileRead>{{"a", "x", 3}, {"a", "y", 2}, {"b", "x", 1}}));
  EXPECT_EQ(coverage.unread, (std::vector<model::FileUnread>{{"a", 9, "io", "1", true},
                                                             {"a", 9, "io", "2", true},
                                                             {"a", 9, "syntax", "", true},
                                                             {"a", 10, "io", "", true},
                                                             {"b", 1, "io", "", true}}));
}

TEST(CoverageOrder, WhatIsSaidTwiceStaysOnceAlsoWithSomethingBetween) {
  const model::FileUnread one{"a", 0, "io", "1", true}, other{"a", 0, "io", "2", true},
      lesser{"a", 0, "io", "1", false};
  model::Coverage coverage;
  coverage.unread = {one, other, one};
  put_in_order(coverage);
  EXPECT_EQ(coverage.unread, (std::vector<model::FileUnread>{one, other}));
  coverage.unread = {lesser, one, lesser};
  put_in_order(coverage);
  EXPECT_EQ(coverage.unread, std::vector<model::FileUnread>{one});
}

}  // namespace
}  // namespace cordon::app
