// The definition, over any graph, is held against Graph in graph_test.cpp; here stand the answers for each kind of
// node.
#include "model/dominators.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace cordon::model {
namespace {

Adjacency adjacency(std::uint32_t nodes, std::vector<std::pair<std::uint32_t, std::uint32_t>> edges) {
  std::sort(edges.begin(), edges.end());
  Adjacency out;
  out.first.assign(nodes + 1, 0);
  for (const auto& [from, to] : edges) {
    ++out.first[from + 1];
    out.nodes.push_back(to);
  }
  for (std::uint32_t i = 0; i < nodes; ++i) out.first[i + 1] += out.first[i];
  return out;
}

TEST(Dominators, OfADiamondBelowOneRoot) {
  // 5 is the root: 5 -> 0, 0 -> 1, 0 -> 2, 1 -> 3, 2 -> 3; nobody asks for 4.
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> edges{{5, 0}, {0, 1}, {0, 2}, {1, 3}, {2, 3}};
  std::vector<std::pair<std::uint32_t, std::uint32_t>> back;
  for (const auto& [from, to] : edges) back.emplace_back(to, from);
  const auto found = immediate_dominators(adjacency(6, edges), adjacency(6, back), 5);
  EXPECT_EQ(found, (std::vector<std::uint32_t>{5, 0, 0, 0, kNoNode, 6}));
}

TEST(Dominators, OfWhatTwoRootsReachIsTheOneAboveThem) {
  const auto out = adjacency(3, {{1, 0}, {2, 0}}), in = adjacency(3, {{0, 1}, {0, 2}});
  EXPECT_EQ(immediate_dominators(out, in, 1), (std::vector<std::uint32_t>{3, 3, 3}));
}

}  // namespace
}  // namespace cordon::model
