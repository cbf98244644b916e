#include "inventory/npm/location.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

TEST(LocationNormal, IsNormalisedAsNodeResolvesPaths) {
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {".", ""},
                                                       {"./a/", "a"},
                                                       {"a//b", "a/b"},
                                                       {"a/./b/..", "a"},
                                                       {"a/..", ""},
                                                       {"..", ".."},
                                                       {"a/../..", ".."},
                                                       {"../../a", "../../a"},
                                                       {"../a/..", ".."},
                                                       {"../a/../../b", "../../b"},
                                                       {"/a/../..", "/"},
                                                       {"/a//b", "/a/b"},
                                                       {"..a", "..a"},
                                                       {"a/...", "a/..."}};
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(normalize_location(text), expected) << text;
    EXPECT_EQ(normalize_location(expected), expected) << "normalised twice";
    if (expected[0] != '/') EXPECT_EQ(is_normal_location(text), std::string_view(text) == expected) << text;
  }
}

TEST(LocationNormal, JoinsFromAFolder) {
  EXPECT_EQ(join_location("a/b", "../c"), "a/c");
  EXPECT_EQ(join_location("a", "../../c"), "../c");
  EXPECT_EQ(join_location("", "./c"), "c");
  EXPECT_EQ(join_location("a", "/c"), "/c");
}

TEST(LocationNormal, TheNameOfAFolderHasItsScope) {
  EXPECT_EQ(folder_name("node_modules/a"), "a");
  EXPECT_EQ(folder_name("node_modules/@s/a"), "@s/a");
  EXPECT_EQ(folder_name("@s/a"), "@s/a");
  EXPECT_EQ(folder_name("a"), "a");
  for (const char* none : {"", "..", "../.."}) EXPECT_EQ(folder_name(none), "") << none;
}

TEST(LocationNormal, OnlyWhatStandsDirectlyInNodeModulesIsInstalled) {
  for (const char* yes : {"node_modules/a", "node_modules/@s/a", "x/node_modules/a", "../node_modules/a"})
    EXPECT_TRUE(is_installed_location(yes)) << yes;
  for (const char* no :
       {"", "a", "packages/a", "node_modules", "node_modules/a/b", "not_node_modules/a", "node_modules/.."})
    EXPECT_FALSE(is_installed_location(no)) << no;
}

}  // namespace
}  // namespace cordon::inventory::npm
