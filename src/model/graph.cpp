#include "model/graph.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace cordon::model {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

struct Adjacency {
  std::vector<std::uint32_t> first, nodes;
};

template <class From, class To>
Adjacency adjacency(const Inventory& inventory, From from, To to) {
  Adjacency out;
  out.first.assign(inventory.node_count() + 1, 0);
  for (const Edge& edge : inventory.edges) ++out.first[from(edge) + 1];
  for (std::size_t i = 1; i < out.first.size(); ++i) out.first[i] += out.first[i - 1];
  out.nodes.resize(inventory.edges.size());
  std::vector<std::uint32_t> fill(out.first.begin(), out.first.end() - 1);
  for (const Edge& edge : inventory.edges) out.nodes[fill[from(edge)]++] = to(edge);
  for (std::uint32_t node = 0; node < inventory.node_count(); ++node)
    std::sort(out.nodes.begin() + out.first[node], out.nodes.begin() + out.first[node + 1]);
  return out;
}

}  // namespace

Graph::Graph(const Inventory& inventory) : inventory_(inventory) {
  Adjacency out = adjacency(inventory, [](const Edge& e) { return e.from; }, [](const Edge& e) { return e.to; });
  Adjacency in = adjacency(inventory, [](const Edge& e) { return e.to; }, [](const Edge& e) { return e.from; });
  out_first_ = std::move(out.first);
  out_ = std::move(out.nodes);
  in_first_ = std::move(in.first);
  in_ = std::move(in.nodes);
}

std::vector<std::vector<std::uint32_t>> Graph::shortest_paths(std::uint32_t node) const {
  // Breadth first, backwards: distance of every node to the target.
  std::vector<std::uint32_t> distance(inventory_.node_count(), kNone);
  std::vector<std::uint32_t> queue{node};
  distance[node] = 0;
  for (std::size_t i = 0; i < queue.size(); ++i)
    for (std::uint32_t e = in_first_[queue[i]]; e < in_first_[queue[i] + 1]; ++e)
      if (distance[in_[e]] == kNone) {
        distance[in_[e]] = distance[queue[i]] + 1;
        queue.push_back(in_[e]);
      }
  std::vector<std::vector<std::uint32_t>> paths;
  for (auto root = static_cast<std::uint32_t>(inventory_.components.size()); root < inventory_.node_count(); ++root) {
    if (distance[root] == kNone) continue;
    std::vector<std::uint32_t> path{root};
    while (path.back() != node) {
      for (std::uint32_t e = out_first_[path.back()]; e < out_first_[path.back() + 1]; ++e)
        if (distance[out_[e]] + 1 == distance[path.back()]) {
          path.push_back(out_[e]);
          break;
        }
    }
    paths.push_back(std::move(path));
  }
  return paths;
}

void Graph::compute_dominators() {
  // One node more than the graph has: the virtual root above all roots.
  const std::uint32_t count = inventory_.node_count(), top = count;
  const auto roots_begin = static_cast<std::uint32_t>(inventory_.components.size());
  std::vector<std::uint32_t> order, number(count + 1, kNone);  // post-order
  struct Frame {
    std::uint32_t node, next;
  };
  std::vector<Frame> stack;
  std::vector<bool> seen(count, false);
  for (std::uint32_t root = roots_begin; root < count; ++root) {
    if (seen[root]) continue;
    seen[root] = true;
    stack.push_back({root, out_first_[root]});
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next < out_first_[frame.node + 1]) {
        const std::uint32_t to = out_[frame.next++];
        if (!seen[to]) {
          seen[to] = true;
          stack.push_back({to, out_first_[to]});
        }
      } else {
        number[frame.node] = static_cast<std::uint32_t>(order.size());
        order.push_back(frame.node);
        stack.pop_back();
      }
    }
  }
  number[top] = static_cast<std::uint32_t>(order.size());
  idom_.assign(count + 1, kNone);
  idom_[top] = top;
  const auto intersect = [&](std::uint32_t a, std::uint32_t b) {
    while (a != b) {
      while (number[a] < number[b]) a = idom_[a];
      while (number[b] < number[a]) b = idom_[b];
    }
    return a;
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = order.size(); i-- > 0;) {
      const std::uint32_t node = order[i];
      std::uint32_t best = node >= roots_begin ? top : kNone;
      for (std::uint32_t e = in_first_[node]; e < in_first_[node + 1]; ++e) {
        if (idom_[in_[e]] == kNone) continue;
        best = best == kNone ? in_[e] : intersect(best, in_[e]);
      }
      if (best != idom_[node]) {
        idom_[node] = best;
        changed = true;
      }
    }
  }
}

std::optional<std::uint32_t> Graph::dominator(std::uint32_t node) {
  if (idom_.empty()) compute_dominators();
  if (idom_[node] == kNone) return std::nullopt;
  const std::uint32_t top = inventory_.node_count();
  std::uint32_t nearest = node;
  for (std::uint32_t above = idom_[node]; above != top; above = idom_[above])
    if (!inventory_.is_root(above)) nearest = above;
  return nearest;
}

}  // namespace cordon::model
