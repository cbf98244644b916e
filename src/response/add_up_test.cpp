#include "response/add_up.h"

#include <gtest/gtest.h>

namespace cordon::response {
namespace {

TEST(AddUp, StaysAtTheGreatestNumber) {
  EXPECT_EQ(add_up(2, 3), 5u);
  EXPECT_EQ(add_up(UINT64_MAX - 3, 3), UINT64_MAX);
  EXPECT_EQ(add_up(UINT64_MAX - 2, 3), UINT64_MAX);
  EXPECT_EQ(add_up(3, UINT64_MAX), UINT64_MAX);
}

}  // namespace
}  // namespace cordon::response
