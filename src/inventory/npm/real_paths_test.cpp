#include "inventory/npm/real_paths.h"

#include <gtest/gtest.h>

#include "inventory/npm/scratch_tree_test.h"

namespace cordon::inventory::npm {
namespace {

TEST(RealPaths, FollowsLinksByTheFoldersTheyLeadThrough) {
  ScratchTree scratch;
  scratch.folder("a/b/c").folder("x").link("a/short", "b/c").link("x/far", "../a/short").link("x/up", "../a/b/c/../..");
  const auto tree = scratch.open();
  RealPaths paths(*tree);
  EXPECT_EQ(paths.follow("", "a/b").value(), "a/b");
  EXPECT_EQ(paths.follow("a", "short").value(), "a/b/c");
  EXPECT_EQ(paths.follow("x", "far").value(), "a/b/c");
  EXPECT_EQ(paths.follow("x", "up").value(), "a");
  EXPECT_EQ(paths.follow("x", "far/..").value(), "a/b") << "above what the link leads to, not above the link";
  EXPECT_EQ(paths.follow("x", "..").value(), "");
  EXPECT_EQ(paths.follow("x", "").value(), "x");
}

TEST(RealPaths, RefusesToLeaveTheTreeOrToTurnInCircles) {
  ScratchTree scratch;
  scratch.folder("a")
      .file("file", "")
      .link("a/out", "../..")
      .link("a/abs", "/")
      .link("a/one", "two")
      .link("a/two", "one");
  const auto tree = scratch.open();
  RealPaths paths(*tree);
  EXPECT_EQ(paths.follow("a", "../..").error().code, ErrorCode::outside_root);
  EXPECT_EQ(paths.follow("a", "out").error().code, ErrorCode::outside_root);
  EXPECT_EQ(paths.follow("a", "abs").error().code, ErrorCode::outside_root);
  EXPECT_EQ(paths.follow("", "/etc").error().code, ErrorCode::outside_root);
  EXPECT_EQ(paths.follow("a", "one").error().code, ErrorCode::symlink_loop);
  EXPECT_EQ(paths.follow("a", "nothing").error().code, ErrorCode::not_found);
  EXPECT_EQ(paths.follow("", "file").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(paths.follow("", std::string(100'000, 'x')).error().code, ErrorCode::too_large);
}

TEST(RealPaths, BelievesWhatItIsTold) {
  ScratchTree scratch;
  const auto tree = scratch.open();
  RealPaths paths(*tree);
  paths.know("a/b");
  EXPECT_EQ(paths.follow("a", "b").value(), "a/b");
}

}  // namespace
}  // namespace cordon::inventory::npm
