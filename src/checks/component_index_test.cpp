#include "checks/component_index.h"

#include <vector>

#include "checks/testing.h"

namespace cordon::checks {
namespace {

TEST(ComponentIndex, FindsByNameAndByPlaceInOrderOfTheInventory) {
  const model::Inventory lock = testing::lockfile({testing::package("b", "1.0.0"), testing::package("a", "2.0.0"),
                                                   testing::package("b", "3.0.0", "node_modules/a/node_modules/b")});
  const ComponentIndex index(lock);
  const auto list = [](std::span<const std::uint32_t> found) {
    return std::vector<std::uint32_t>(found.begin(), found.end());
  };
  EXPECT_EQ(list(index.named("b")), (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(list(index.named("a")), (std::vector<std::uint32_t>{1}));
  EXPECT_TRUE(index.named("c").empty());
  EXPECT_EQ(list(index.at("node_modules/a/node_modules/b")), (std::vector<std::uint32_t>{2}));
  EXPECT_TRUE(index.at("node_modules/c").empty());
}

}  // namespace
}  // namespace cordon::checks
