#include "model/root_purl.h"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

TEST(RootPurl, IsOfTheInventorysEcosystem) {
  Inventory inventory;
  Root root;
  EXPECT_EQ(root_purl(inventory, root), "");
  root.name = "app";
  root.version = "1.0.0";
  EXPECT_EQ(root_purl(inventory, root), "pkg:npm/app@1.0.0");
  inventory.ecosystem = "crates";
  EXPECT_EQ(root_purl(inventory, root), "pkg:cargo/app@1.0.0");
  inventory.ecosystem = "github-actions";
  EXPECT_EQ(root_purl(inventory, root), "");
  inventory.ecosystem = "generic";
  EXPECT_EQ(root_purl(inventory, root), "pkg:generic/app@1.0.0");
}

}  // namespace
}  // namespace cordon::model
