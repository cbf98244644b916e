#include "model/adjacency.h"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

TEST(Adjacency, SaysBothEndsOfEveryEdge) {
  Inventory inventory;
  inventory.components.resize(3);
  inventory.roots.resize(1);
  inventory.edges = {{3, 1, EdgeKind::runtime, "1"}, {3, 0, EdgeKind::runtime, "1"}, {0, 2, EdgeKind::peer, "*"}};
  const Adjacency out = outgoing(inventory), in = incoming(inventory);
  EXPECT_EQ(std::vector<std::uint32_t>(out.of(3).begin(), out.of(3).end()), (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(in.of(2).size(), 1u);
  EXPECT_EQ(in.of(2)[0], 0u);
  EXPECT_TRUE(in.of(3).empty());
}

}  // namespace
}  // namespace cordon::model
