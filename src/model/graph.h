// Questions about an inventory's graph: why is this here, and what must go for it to go?
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/adjacency.h"
#include "model/inventory.h"

namespace cordon::model {

// A way from a root down to a node.
struct GraphPath {
  std::vector<std::uint32_t> nodes;  // the root first
  std::uint32_t left_out = 0;        // nodes between the first and the second that are not given

  friend bool operator==(const GraphPath&, const GraphPath&) = default;
};

// From where something is reached.
struct Reach {
  std::vector<GraphPath> paths;  // the shortest from each of the nearest roots, in order of the roots
  std::uint32_t roots = 0;       // how many roots reach it; at least, where counting would take too long
};

// What it computes for one question it keeps for the next, so that the questions of all findings together cost little
// more than that of one: one Graph an inventory.
class Graph {
 public:
  static constexpr std::uint32_t kRoots = 16;         // paths that are given
  static constexpr std::size_t kPathNodes = 64;       // nodes of a path that are given
  static constexpr std::uint64_t kCounted = 1 << 26;  // edges that are followed to count roots

  // O(nodes + edges). The inventory must outlive the graph.
  explicit Graph(const Inventory& inventory);

  // Whether a root asks for the component, other than as a peer.
  bool declared(std::uint32_t component) const { return declared_[component]; }

  // From where the nodes are reached, taken together: of the roots that reach any of them the kRoots nearest, each with
  // a shortest path to the node nearest to it; of equally short ones the one whose nodes come first in the file. A
  // longer path than kPathNodes is its root and its end. The first call takes O((nodes + edges) * kRoots), each
  // O(nodes asked for), and with more roots than kRoots also what kCounted bounds for all calls together.
  Reach reach(std::span<const std::uint32_t> nodes);

  // The component nearest to the roots without which the node would not be reached from any root: the node itself when
  // a root asks for it directly or nothing else dominates it. Nothing when no root reaches it. O(1), except that the
  // first call computes the dominators of all.
  std::optional<std::uint32_t> dominator(std::uint32_t node);

 private:
  // The end of a shortest way from a root to a node. Those of node n stand at n * stride_.
  struct Way {
    std::uint32_t root, from, length;  // `from`: index of the way that this one prolongs, kNoNode for the root's own
  };

  void find_ways();
  GraphPath path_of(std::uint32_t way) const;
  std::uint32_t count_roots(std::span<const std::uint32_t> nodes);
  void find_dominators();

  const Inventory& inventory_;
  Adjacency out_, in_;
  std::vector<bool> declared_;  // by node
  std::uint32_t stride_ = 0;
  std::vector<Way> ways_;
  std::vector<std::uint32_t> way_count_;  // by node
  std::uint64_t counted_ = 0;
  std::vector<std::uint32_t> seen_in_;  // by node: the number of the count that saw it last
  std::uint32_t counts_ = 0;
  std::vector<std::uint32_t> dominator_;  // by node: the answer; kNoNode where unreached
};

}  // namespace cordon::model
