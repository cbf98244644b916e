#include "model/graph.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

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

// The paths to these nodes, of which nothing is left out.
std::vector<Path> paths(const Inventory& inventory, const std::vector<std::uint32_t>& nodes) {
  std::vector<Path> out;
  for (const GraphPath& path : Graph(inventory).reach(nodes).paths) {
    EXPECT_EQ(path.left_out, 0u);
    out.push_back(path.nodes);
  }
  return out;
}

TEST(Graph, FindsTheShortestPathFromEveryRoot) {
  // roots 4 and 5; 4 -> 0 -> 1 -> 3, 4 -> 2 -> 3, 5 -> 3
  const Inventory inventory = inventory_of(4, {{4, 0}, {0, 1}, {1, 3}, {4, 2}, {2, 3}, {5, 3}}, 2);
  EXPECT_EQ(paths(inventory, {3}), (std::vector<Path>{{4, 2, 3}, {5, 3}}));
}

TEST(Graph, TakesTheFirstOfEquallyShortPaths) {
  const Inventory inventory = inventory_of(3, {{3, 1}, {3, 0}, {1, 2}, {0, 2}});
  EXPECT_EQ(paths(inventory, {2}), (std::vector<Path>{{3, 0, 2}}));
}

TEST(Graph, HasNoPathToAnOrphan) {
  const Inventory inventory = inventory_of(2, {{2, 0}});
  EXPECT_TRUE(paths(inventory, {1}).empty());
  EXPECT_EQ(Graph(inventory).reach(std::vector{1u}).roots, 0u);
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
  EXPECT_EQ(paths(inventory, {2}), (std::vector<Path>{{3, 0, 1, 2}}));
}

TEST(Graph, SurvivesAChainOfAHundredThousand) {
  constexpr std::uint32_t kLength = 100'000;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges{{kLength, 0}};
  for (std::uint32_t i = 0; i + 1 < kLength; ++i) edges.emplace_back(i, i + 1);
  const Inventory inventory = inventory_of(kLength, std::move(edges));
  Graph graph(inventory);
  EXPECT_EQ(graph.dominator(kLength - 1), 0u);
  const Reach reach = graph.reach(std::vector{kLength - 1});
  ASSERT_EQ(reach.paths.size(), 1u);
  const GraphPath& path = reach.paths.front();
  EXPECT_EQ(path.nodes.size(), Graph::kPathNodes);
  EXPECT_EQ(path.nodes.front(), kLength);
  EXPECT_EQ(path.nodes[1], kLength + 1 - Graph::kPathNodes);
  EXPECT_EQ(path.left_out, kLength + 1 - Graph::kPathNodes);
}

TEST(Graph, TakesSeveralNodesTogether) {
  // roots 3 and 4; 3 -> 0 -> 1, 3 -> 2, 4 -> 1
  const Inventory inventory = inventory_of(3, {{3, 0}, {0, 1}, {3, 2}, {4, 1}}, 2);
  EXPECT_EQ(paths(inventory, {1, 2}), (std::vector<Path>{{3, 2}, {4, 1}}));
}

TEST(Graph, OfManyRootsGivesTheNearestAndCountsAll) {
  // 100 roots (2 to 101) ask for 0 -> 1; the last ten also for 1.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges{{0, 1}};
  for (std::uint32_t root = 2; root < 102; ++root) edges.emplace_back(root, 0);
  for (std::uint32_t root = 92; root < 102; ++root) edges.emplace_back(root, 1);
  const Inventory inventory = inventory_of(2, std::move(edges), 100);
  const Reach reach = Graph(inventory).reach(std::vector{1u});
  EXPECT_EQ(reach.roots, 100u);
  ASSERT_EQ(reach.paths.size(), Graph::kRoots);
  EXPECT_EQ(reach.paths.front().nodes, (Path{2, 0, 1}));
  EXPECT_EQ(reach.paths.back().nodes, (Path{101, 1}));
}

TEST(Graph, ADominatorIsThatOverAllRoots) {
  // 40 roots (3 to 42) ask for 0 -> 2; the last also for 1 -> 2.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges{{0, 2}, {1, 2}};
  for (std::uint32_t root = 3; root < 43; ++root) edges.emplace_back(root, 0);
  EXPECT_EQ(Graph(inventory_of(3, edges, 40)).dominator(2), 0u);
  edges.emplace_back(42, 1);
  EXPECT_EQ(Graph(inventory_of(3, edges, 40)).dominator(2), 2u);
}

// A graph of up to 12 components and 3 roots with any edges between them.
Inventory any_inventory() {
  const auto components = *rc::gen::inRange<std::uint32_t>(1, 13);
  const auto roots = *rc::gen::inRange<std::uint32_t>(1, 4);
  const auto node = rc::gen::inRange<std::uint32_t>(0, components + roots);
  return inventory_of(
      components, *rc::gen::container<std::vector<std::pair<std::uint32_t, std::uint32_t>>>(rc::gen::pair(node, node)),
      roots);
}

// Distance of each node that is reached from these starts without passing through `without`.
std::map<std::uint32_t, std::uint32_t> distances(const Inventory& inventory, std::vector<std::uint32_t> queue,
                                                 std::uint32_t without = kNoNode) {
  std::map<std::uint32_t, std::uint32_t> out;
  for (const std::uint32_t start : queue) out[start] = 0;
  for (std::size_t i = 0; i < queue.size(); ++i)
    for (const Edge& edge : inventory.edges)
      if (edge.from == queue[i] && edge.to != without && out.try_emplace(edge.to, out[edge.from] + 1).second)
        queue.push_back(edge.to);
  return out;
}

TEST(Graph, DominatorsAreThoseOfTheDefinition) {
  EXPECT_TRUE(rc::check([] {
    const Inventory inventory = any_inventory();
    std::vector<std::uint32_t> roots;
    for (auto root = static_cast<std::uint32_t>(inventory.components.size()); root < inventory.node_count(); ++root)
      roots.push_back(root);
    const auto reached = distances(inventory, roots);
    Graph graph(inventory);
    for (std::uint32_t node = 0; node < inventory.components.size(); ++node) {
      // The components that dominate it, and of those the one that no other of them dominates.
      std::optional<std::uint32_t> nearest;
      std::size_t most = 0;
      for (std::uint32_t other = 0; other < inventory.components.size() && reached.contains(node); ++other) {
        const auto left = distances(inventory, roots, other);
        if (left.contains(node)) continue;
        const std::size_t lost = reached.size() - left.size();
        if (lost > most) nearest = other;
        most = std::max(most, lost);
      }
      RC_ASSERT(graph.dominator(node) == nearest);
    }
  }));
}

TEST(Graph, PathsAreShortestAndFromEveryRoot) {
  EXPECT_TRUE(rc::check([] {
    const Inventory inventory = any_inventory();
    const auto node = *rc::gen::inRange<std::uint32_t>(0, inventory.node_count());
    const std::vector<Path> found = paths(inventory, {node});
    std::size_t next = 0;
    for (auto root = static_cast<std::uint32_t>(inventory.components.size()); root < inventory.node_count(); ++root) {
      const auto reached = distances(inventory, {root});
      if (!reached.contains(node)) continue;
      RC_ASSERT(next < found.size());
      const Path& path = found[next++];
      RC_ASSERT(path.front() == root && path.back() == node && path.size() == reached.at(node) + 1);
      for (std::size_t i = 0; i + 1 < path.size(); ++i)
        RC_ASSERT(std::any_of(inventory.edges.begin(), inventory.edges.end(),
                              [&](const Edge& e) { return e.from == path[i] && e.to == path[i + 1]; }));
    }
    RC_ASSERT(next == found.size());
  }));
}

}  // namespace
}  // namespace cordon::model
