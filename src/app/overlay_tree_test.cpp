#include "app/overlay_tree.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

TEST(OverlayTree, GivesChangedFilesAndLeavesTheOthers) {
  const MemoryTree below({{"a/x", "old"}, {"a/y", "other"}});
  const auto tree = overlay(below, {{"a/x", "newer"}});
  EXPECT_EQ(tree->read("a/x", 100).value(), "newer");
  EXPECT_EQ(tree->info("a/x")->size, 5u);
  EXPECT_EQ(tree->digest("a/x", 100)->sha256, sha256("newer"));
  EXPECT_EQ(tree->read("a/y", 100).value(), "other");
  EXPECT_EQ(tree->read("a/x", 2).error().code, ErrorCode::too_large);
  EXPECT_EQ(tree->list("a")->size(), 2u);
}

}  // namespace
}  // namespace cordon::app
