// Which node must go for another to go.
#pragma once

#include <cstdint>
#include <vector>

#include "model/adjacency.h"

namespace cordon::model {

// The immediate dominator of every node, seen from all roots at once: the nearest other node that is on every way from
// any root. The nodes from `first_root` on are roots. The answer is the number of nodes, which stands for a root above
// the roots, where there is no such node, and kNoNode where no root reaches the node.
//
// T. Lengauer, R. E. Tarjan: "A Fast Algorithm for Finding Dominators in a Flowgraph", ACM Transactions on Programming
// Languages and Systems 1(1), 1979, with path compression and without balancing: O(edges * log nodes) whatever the
// graph, without recursion.
std::vector<std::uint32_t> immediate_dominators(const Adjacency& out, const Adjacency& in, std::uint32_t first_root);

}  // namespace cordon::model
