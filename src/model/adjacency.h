// The edges of a graph by node: who stands at the other end.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "model/inventory.h"

namespace cordon::model {

inline constexpr std::uint32_t kNoNode = std::numeric_limits<std::uint32_t>::max();

struct Adjacency {
  std::vector<std::uint32_t> first, nodes;  // of node n: nodes[first[n]] to nodes[first[n + 1]], sorted

  std::span<const std::uint32_t> of(std::uint32_t node) const {
    return std::span(nodes).subspan(first[node], first[node + 1] - first[node]);
  }
};

// Who a node depends on, and who depends on it. O(nodes + edges), but for sorting.
Adjacency outgoing(const Inventory& inventory);
Adjacency incoming(const Inventory& inventory);

}  // namespace cordon::model
