#include "model/graph.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "model/dominators.h"

namespace cordon::model {
Graph::Graph(const Inventory& inventory)
    : inventory_(inventory), out_(outgoing(inventory)), in_(incoming(inventory)),
      declared_(inventory.node_count(), false) {
  for (const Edge& edge : inventory.edges)
    if (inventory.is_root(edge.from) && edge.kind != EdgeKind::peer) declared_[edge.to] = true;
}

// Breadth first from all roots at once. A node keeps the first roots that arrive and passes on only those: whatever is
// among the nearest of a node is among the nearest of the node before it, because all that are nearer there stay
// nearer.
void Graph::find_ways() {
  const std::uint32_t count = inventory_.node_count();
  stride_ = std::min(kRoots, static_cast<std::uint32_t>(inventory_.roots.size()));
  ways_.resize(std::size_t{count} * stride_);
  way_count_.assign(count, 0);
  std::vector<std::uint32_t> queue;
  const auto arrive = [&](std::uint32_t node, const Way& way) {
    std::uint32_t& kept = way_count_[node];
    const auto begin = ways_.begin() + std::ptrdiff_t{node} * stride_;
    if (kept == stride_ || std::any_of(begin, begin + kept, [&](const Way& w) { return w.root == way.root; })) return;
    queue.push_back(node * stride_ + kept);
    begin[kept++] = way;
  };
  for (auto root = static_cast<std::uint32_t>(inventory_.components.size()); root < count; ++root)
    arrive(root, {root, kNoNode, 0});
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::uint32_t from = queue[i];
    for (const std::uint32_t to : out_.of(from / stride_)) arrive(to, {ways_[from].root, from, ways_[from].length + 1});
  }
}

GraphPath Graph::path_of(std::uint32_t way) const {
  GraphPath path;
  const std::uint32_t root = ways_[way].root, length = ways_[way].length + 1;
  for (; way != kNoNode && path.nodes.size() + 1 < kPathNodes; way = ways_[way].from)
    path.nodes.push_back(way / stride_);
  if (path.nodes.back() != root) path.nodes.push_back(root);
  path.left_out = length - static_cast<std::uint32_t>(path.nodes.size());
  std::reverse(path.nodes.begin(), path.nodes.end());
  return path;
}

Reach Graph::reach(std::span<const std::uint32_t> nodes) {
  if (way_count_.empty()) find_ways();
  std::unordered_map<std::uint32_t, std::uint32_t> by_root;  // the shortest way
  bool all_kept = true;
  for (const std::uint32_t node : nodes) {
    if (way_count_[node] == kRoots && inventory_.roots.size() > kRoots) all_kept = false;
    for (std::uint32_t way = node * stride_; way < node * stride_ + way_count_[node]; ++way) {
      const auto [known, fresh] = by_root.try_emplace(ways_[way].root, way);
      if (!fresh && ways_[way].length < ways_[known->second].length) known->second = way;
    }
  }
  std::vector<std::uint32_t> chosen;
  for (const auto& [root, way] : by_root) chosen.push_back(way);
  const auto nearest = [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(ways_[a].length, ways_[a].root) < std::tie(ways_[b].length, ways_[b].root);
  };
  std::sort(chosen.begin(), chosen.end(), nearest);
  if (chosen.size() > kRoots) chosen.resize(kRoots);
  std::sort(chosen.begin(), chosen.end(), [&](auto a, auto b) { return ways_[a].root < ways_[b].root; });
  Reach out;
  for (const std::uint32_t way : chosen) out.paths.push_back(path_of(way));
  out.roots = static_cast<std::uint32_t>(by_root.size());
  if (!all_kept) out.roots = std::max(out.roots, count_roots(nodes));
  return out;
}

std::uint32_t Graph::count_roots(std::span<const std::uint32_t> nodes) {
  if (counted_ >= kCounted) return 0;
  seen_in_.resize(inventory_.node_count(), 0);
  const std::uint32_t now = ++counts_;
  std::vector<std::uint32_t> queue;
  const auto arrive = [&](std::uint32_t node) {
    if (std::exchange(seen_in_[node], now) != now) queue.push_back(node);
  };
  for (const std::uint32_t node : nodes) arrive(node);
  std::uint32_t roots = 0;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    if (inventory_.is_root(queue[i])) ++roots;
    for (const std::uint32_t from : in_.of(queue[i])) arrive(from);
    counted_ += in_.of(queue[i]).size() + 1;
  }
  return roots;
}

void Graph::find_dominators() {
  const std::uint32_t count = inventory_.node_count();
  const auto first_root = static_cast<std::uint32_t>(inventory_.components.size());
  const std::vector<std::uint32_t> idom = immediate_dominators(out_, in_, first_root);
  // Roots have no dominator, so they can only be the last before the top.
  dominator_.assign(count, kNoNode);
  std::vector<std::uint32_t> below;
  for (std::uint32_t start = 0; start < count; ++start) {
    if (idom[start] == kNoNode) continue;
    std::uint32_t node = start;
    while (dominator_[node] == kNoNode && idom[node] < first_root) {
      below.push_back(node);
      node = idom[node];
    }
    if (dominator_[node] == kNoNode) dominator_[node] = node;
    for (; !below.empty(); below.pop_back()) dominator_[below.back()] = dominator_[node];
  }
}

std::optional<std::uint32_t> Graph::dominator(std::uint32_t node) {
  if (dominator_.empty()) find_dominators();
  if (dominator_[node] == kNoNode) return std::nullopt;
  return dominator_[node];
}

}  // namespace cordon::model
