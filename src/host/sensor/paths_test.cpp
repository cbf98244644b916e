#include "host/sensor/paths.h"

#include <gtest/gtest.h>

namespace cordon::host {
namespace {

TEST(Paths, JoinsARelativePathToItsFolder) {
  EXPECT_EQ(join_path("/a/b", "c/d"), "/a/b/c/d");
  EXPECT_EQ(join_path("/a/b", "../c"), "/a/c");
  EXPECT_EQ(join_path("/a/b/", "./c//d/."), "/a/b/c/d");
  EXPECT_EQ(join_path("/", "c"), "/c");
}

TEST(Paths, LeavesAnAbsolutePathAlone) {
  EXPECT_EQ(join_path("/a/b", "/c"), "/c");
  EXPECT_EQ(join_path("", "/c/../d"), "/d");
}

TEST(Paths, DoesNotClimbAboveTheRoot) {
  EXPECT_EQ(join_path("/a", "../../../b"), "/b");
  EXPECT_EQ(join_path("/", ".."), "/");
}

TEST(Paths, SaysNoMoreThanIsKnownWithoutAFolder) {
  EXPECT_EQ(join_path("", "a/../b"), "b");
  EXPECT_EQ(join_path("", "../b"), "../b");
  EXPECT_EQ(join_path("", ""), "");
}

TEST(Paths, FindsTheFolderThatHolds) {
  EXPECT_EQ(parent_path("/a/b"), "/a");
  EXPECT_EQ(parent_path("/a"), "/");
  EXPECT_EQ(parent_path("a"), "");
}

TEST(Paths, ComparesWholeParts) {
  EXPECT_TRUE(is_below("/dev", "/dev"));
  EXPECT_TRUE(is_below("/dev/null", "/dev"));
  EXPECT_FALSE(is_below("/device", "/dev"));
  EXPECT_TRUE(is_below("/device", "/"));
  EXPECT_FALSE(is_below("/device", ""));
}

}  // namespace
}  // namespace cordon::host
