#include "inventory/npm/yarn_catalog.h"

#include <gtest/gtest.h>

#include "inventory/npm/yarn_testing.h"

namespace cordon::inventory::npm {
namespace {

TEST(YarnCatalog, ReadsTheDefaultAndNamedCatalogs) {
  const testing::Project project(
      {{".yarnrc.yml", "catalog:\n  a: ^1.0.0\n  b: 2.10\ncatalogs:\n  old:\n    a: ~0.9.0\n"}});
  std::vector<model::FileUnread> unread;
  const YarnCatalogs catalogs(project.context(), unread);
  EXPECT_EQ(catalogs.range_of("a", "catalog:"), "^1.0.0");
  EXPECT_EQ(catalogs.range_of("b", "catalog:"), "2.10");
  EXPECT_EQ(catalogs.range_of("a", "catalog:old"), "~0.9.0");
  EXPECT_EQ(catalogs.range_of("b", "catalog:old"), "");
  EXPECT_EQ(catalogs.range_of("a", "catalog:new"), "");
  EXPECT_EQ(catalogs.range_of("a", "^1"), "");
  EXPECT_TRUE(unread.empty());
}

TEST(YarnCatalog, WithoutTheFileThereAreNone) {
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(YarnCatalogs(testing::Project().context(), unread).range_of("a", "catalog:"), "");
  EXPECT_EQ(YarnCatalogs(testing::Project({{"package.json", "{}"}}).context(), unread).range_of("a", "catalog:"), "");
  EXPECT_TRUE(unread.empty());
}

TEST(YarnCatalog, AFileThatCannotBeReadIsSaid) {
  const testing::Project project({{".yarnrc.yml", "catalog: [\n"}});
  std::vector<model::FileUnread> unread;
  const YarnCatalogs catalogs(project.context(), unread);
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].path, "app/.yarnrc.yml");
  EXPECT_FALSE(unread[0].incomplete);
}

}  // namespace
}  // namespace cordon::inventory::npm
