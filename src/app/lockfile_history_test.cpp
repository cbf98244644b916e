#include "app/lockfile_history.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

TEST(LockfileHistory, ANameIsNoPartOfALongerOne) {
  EXPECT_TRUE(names_package(R"("node_modules/left": {)", "left"));
  EXPECT_TRUE(names_package("  left@1.0.0:", "left"));
  EXPECT_TRUE(names_package("left", "left"));
  EXPECT_TRUE(names_package(R"("@s/left": "1")", "@s/left"));
  EXPECT_FALSE(names_package(R"("left-pad": "1")", "left"));
  EXPECT_FALSE(names_package(R"("is-left": "1")", "left"));
  EXPECT_FALSE(names_package(R"("@s/left": "1")", "left"));
  EXPECT_FALSE(names_package("", "left"));
  EXPECT_FALSE(names_package("left", ""));
}

}  // namespace
}  // namespace cordon::app
