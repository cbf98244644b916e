#include "app/archive_tree.h"

#include <gtest/gtest.h>

#include "app/tar_write.h"
#include "archive/testing.h"

namespace cordon::app {
namespace {

constexpr std::uint64_t kMost = 1u << 20;

TEST(ArchiveTree, HoldsWhatNpmWouldUnpack) {
  std::string tar;
  append_member(tar, {"package/index.js", '0', "first"});
  append_member(tar, {"other/./index.js", '0', "last"});
  append_member(tar, {"package/../../outside", '0', "no"});
  append_member(tar, {"/etc/absolute", '0', "its first folder has no name"});
  append_member(tar, {"package/link", '2', {}, "index.js"});
  finish_tar(tar);
  const auto tree = open_archive(archive::stored_gzip(tar), kMost);
  ASSERT_TRUE(tree.has_value()) << tree.error().describe();
  const auto entries = (*tree)->list("");
  ASSERT_TRUE(entries.has_value());
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_EQ((*tree)->read("index.js", kMost), "last");
  EXPECT_EQ((*tree)->read("etc/absolute", kMost), "its first folder has no name");
}

TEST(ArchiveTree, HalfAnArchiveIsNone) {
  std::string tar;
  append_member(tar, {"package/index.js", '0', std::string(2'000, 'x')});
  EXPECT_FALSE(open_archive(archive::stored_gzip(tar.substr(0, 1'024)), kMost).has_value());
  EXPECT_FALSE(open_archive("no gzip", kMost).has_value());
}

}  // namespace
}  // namespace cordon::app
