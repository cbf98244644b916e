#include "inventory/npm/folder_index.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cordon::inventory::npm {
namespace {

TEST(FolderIndex, FindsWhatWasNamedAndTheFoldersAbove) {
  FolderIndex index;
  const auto deep = index.add("a/b/c");
  EXPECT_EQ(index.add("a/b/c"), deep);
  EXPECT_EQ(index.find("a/b/c"), deep);
  EXPECT_EQ(index.above(deep), index.find("a/b"));
  EXPECT_EQ(index.above(index.find("a")), FolderIndex::kProject);
  EXPECT_EQ(index.find(""), FolderIndex::kProject);
  for (const char* unknown : {"b", "a/c", "a/b/c/d", "ab", ".."})
    EXPECT_EQ(index.find(unknown), FolderIndex::kNone) << unknown;
}

TEST(FolderIndex, TheFoldersAboveTheProjectAreAboveIt) {
  FolderIndex index;
  const auto outside = index.add("../../x");
  EXPECT_EQ(index.above(outside), index.find("../.."));
  EXPECT_EQ(index.above(FolderIndex::kProject), index.find(".."));
  EXPECT_EQ(index.above(index.find("..")), index.find("../.."));
  EXPECT_EQ(index.above(index.find("../..")), FolderIndex::kNone);
  EXPECT_NE(index.find("../x"), outside);
}

TEST(FolderIndex, AnAbsoluteLocationIsNotInTheProject) {
  FolderIndex index;
  const auto absolute = index.add("/a");
  EXPECT_NE(absolute, index.add("a"));
  EXPECT_EQ(index.find("/a"), absolute);
  EXPECT_EQ(index.above(index.above(absolute)), FolderIndex::kNone);
}

TEST(FolderIndex, StaysRightWhenItGrows) {
  FolderIndex index;
  std::vector<std::string> names;
  for (int i = 0; i < 1000; ++i) names.push_back("f" + std::to_string(i % 10) + "/g" + std::to_string(i));
  std::vector<std::uint32_t> folders;
  for (const std::string& name : names) folders.push_back(index.add(name));
  for (std::size_t i = 0; i < names.size(); ++i) ASSERT_EQ(index.find(names[i]), folders[i]) << names[i];
  EXPECT_EQ(index.size(), 2u + 10u + 1000u);
}

}  // namespace
}  // namespace cordon::inventory::npm
