#include "inventory/scope.h"

#include <gtest/gtest.h>

namespace cordon::inventory {
namespace {

using model::EdgeKind;
using model::Scope;

TEST(Scope, SaysWhatEveryComponentIsNeededFor) {
  model::Inventory inventory;
  inventory.components.resize(8);
  inventory.roots.resize(1);
  constexpr std::uint32_t kRoot = 8;
  inventory.edges = {{kRoot, 0, EdgeKind::runtime, ""},  {kRoot, 1, EdgeKind::development, ""},
                     {kRoot, 2, EdgeKind::optional, ""}, {1, 3, EdgeKind::runtime, ""},
                     {0, 4, EdgeKind::runtime, ""},      {1, 4, EdgeKind::runtime, ""},
                     {1, 5, EdgeKind::runtime, ""},      {2, 5, EdgeKind::runtime, ""},
                     {0, 6, EdgeKind::peer, ""},         {4, 0, EdgeKind::runtime, ""}};
  compute_scopes(inventory);
  EXPECT_EQ(inventory.components[0].scope, Scope::runtime);
  EXPECT_EQ(inventory.components[1].scope, Scope::development);
  EXPECT_EQ(inventory.components[2].scope, Scope::optional);
  EXPECT_EQ(inventory.components[3].scope, Scope::development);
  EXPECT_EQ(inventory.components[4].scope, Scope::runtime) << "both by runtime and by development paths";
  EXPECT_EQ(inventory.components[5].scope, Scope::development_optional);
  EXPECT_EQ(inventory.components[6].scope, Scope::runtime);
  EXPECT_TRUE(inventory.components[6].peer);
  EXPECT_FALSE(inventory.components[4].peer);
  EXPECT_EQ(inventory.components[7].scope, Scope::unknown) << "an orphan";
}

}  // namespace
}  // namespace cordon::inventory
