#include "model/graph.h"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

// An inventory of `components` nodes and one root (index `components`), with these edges.
Inventory inventory_of(std::uint32_t components, std::vector<std::pair<std::uint32_t, std::uint32_t>> edges,
                       std::uint32_t roots = 1) {
  Inventory inventory;
  inventory.components.resize(components);
  inventory.roots.resize(roots);
  for (const auto [from, to] : edges) inventory.edges.push_back({from, to, EdgeKind::runtime, "*"});
  return inventory;
}

using Path = std::vector<std::uint32_t>;

TEST(Graph, FindsTheShortestPathFromEveryRoot) {
  // roots 4 and 5; 4 -> 0 -> 1 -> 3, 4 -> 2 -> 3, 5 -> 3
  const Inventory inventory = inventory_of(4, {{4, 0}, {0, 1}, {1, 3}, {4, 2}, {2, 3}, {5, 3}}, 2);
  EXPECT_EQ(Graph(inventory).shortest_paths(3), (std::vector<Path>{{4, 2, 3}, {5, 3}}));
}

TEST(Graph, TakesTheFirstOfEquallyShortPaths) {
  const Inventory inventory = inventory_of(3, {{3, 1}, {3, 0}, {1, 2}, {0, 2}});
  EXPECT_EQ(Graph(inventory).shortest_paths(2), (std::vector<Path>{{3, 0, 2}}));
}

TEST(Graph, HasNoPathToAnOrphan) {
  const Inventory inventory = inventory_of(2, {{2, 0}});
  EXPECT_TRUE(Graph(inventory).shortest_paths(1).empty());
  EXPECT_EQ(Graph(inventory).dominator(1), std::nullopt);
}

TEST(Graph, NamesTheDominatorNearestToTheRoot) {
  // 4 -> 0 -> {1, 2} -> 3: without 0 there is no 3.
  const Inventory inventory = inventory_of(4, {{4, 0}, {0, 1}, {0, 2}, {1, 3}, {2, 3}});
  EXPECT_EQ(Graph(inventory).dominator(3), 0u);
  EXPECT_EQ(Graph(inventory).dominator(0), 0u);
}

TEST(Graph, ANodeWithTwoWaysInDominatesOnlyItself) {
  const Inventory inventory = inventory_of(3, {{3, 0}, {3, 1}, {0, 2}, {1, 2}});
  EXPECT_EQ(Graph(inventory).dominator(2), 2u);
}

TEST(Graph, ADependencyOfTwoRootsHasNoDominatorBelowThem) {
  const Inventory inventory = inventory_of(3, {{3, 0}, {4, 1}, {0, 2}, {1, 2}}, 2);
  EXPECT_EQ(Graph(inventory).dominator(2), 2u);
}

TEST(Graph, SurvivesCyclesAndSelfDependencies) {
  const Inventory inventory = inventory_of(3, {{3, 0}, {0, 1}, {1, 0}, {1, 1}, {1, 2}, {2, 0}});
  Graph graph(inventory);
  EXPECT_EQ(graph.dominator(2), 0u);
  EXPECT_EQ(graph.shortest_paths(2), (std::vector<Path>{{3, 0, 1, 2}}));
}

TEST(Graph, SurvivesAChainOfAHundredThousand) {
  constexpr std::uint32_t kLength = 100'000;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges{{kLength, 0}};
  for (std::uint32_t i = 0; i + 1 < kLength; ++i) edges.emplace_back(i, i + 1);
  const Inventory inventory = inventory_of(kLength, std::move(edges));
  Graph graph(inventory);
  EXPECT_EQ(graph.dominator(kLength - 1), 0u);
  EXPECT_EQ(graph.shortest_paths(kLength - 1).front().size(), kLength + 1);
}

}  // namespace
}  // namespace cordon::model
