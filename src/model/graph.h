// Questions about an inventory's graph: why is this here, and what must go for it to go?
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/inventory.h"

namespace cordon::model {

class Graph {
 public:
  // O(nodes + edges). The inventory must outlive the graph.
  explicit Graph(const Inventory& inventory);

  // The shortest path from every root that reaches the node, each from the root down to the node; of equally short ones
  // the one whose nodes come first in the file. In order of the roots. O(nodes + edges).
  std::vector<std::vector<std::uint32_t>> shortest_paths(std::uint32_t node) const;

  // The component nearest to the roots without which the node would not be reached from any root: the node itself when
  // a root asks for it directly or nothing else dominates it. Nothing when no root reaches it. The first call computes
  // the dominator tree (Cooper, Harvey, Kennedy: "A Simple, Fast Dominance Algorithm").
  std::optional<std::uint32_t> dominator(std::uint32_t node);

 private:
  void compute_dominators();

  const Inventory& inventory_;
  std::vector<std::uint32_t> out_first_, out_, in_first_, in_;  // adjacency, sorted by node
  std::vector<std::uint32_t> idom_;                             // by node; kNone where unreached
};

}  // namespace cordon::model
