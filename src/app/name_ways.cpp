#include "app/name_ways.h"

#include <limits>
#include <queue>
#include <utility>

namespace cordon::app {
namespace {

constexpr std::uint64_t kFar = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t kLongestWay = 4'096;
constexpr std::uint32_t kComparedTies = 100'000;

}  // namespace

NameWays::NameWays(const model::Inventory& inventory)
    : inventory_(inventory), length_(inventory.node_count(), kFar), from_(inventory.node_count(), 0) {
  std::vector<std::vector<std::uint32_t>> next(inventory.node_count());
  for (const model::Edge& edge : inventory.edges) next[edge.from].push_back(edge.to);
  using Entry = std::pair<std::uint64_t, std::uint32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  // The project's own dependencies have no name before theirs. Workspace packages are met through their links.
  if (!inventory.roots.empty()) {
    const auto root = static_cast<std::uint32_t>(inventory.components.size());
    length_[root] = 0;
    from_[root] = root;
    queue.emplace(0, root);
  }
  std::uint32_t ties = 0;
  std::vector<bool> done(inventory.node_count(), false);
  while (!queue.empty()) {
    const auto [length, node] = queue.top();
    queue.pop();
    if (done[node]) continue;
    done[node] = true;
    for (const std::uint32_t to : next[node]) {
      if (done[to] || inventory.is_root(to)) continue;
      const std::uint64_t longer = length + name_of(to).size() + (inventory.is_root(node) ? 0 : 1);
      const bool tie = longer == length_[to] && from_[to] != node && ++ties <= kComparedTies;
      if (longer > length_[to] || (longer == length_[to] && !(tie && is_before(node, from_[to])))) continue;
      length_[to] = longer;
      from_[to] = node;
      queue.emplace(longer, to);
    }
  }
}

std::string_view NameWays::name_of(std::uint32_t node) const {
  if (inventory_.is_root(node)) return {};
  const model::Component& component = inventory_.components[node];
  return component.alias ? *component.alias : component.name;
}

bool NameWays::is_before(std::uint32_t from, std::uint32_t other) const {
  const std::string one = way_to(from), two = way_to(other);
  return !one.empty() && !two.empty() && one < two;
}

std::string NameWays::way_to(std::uint32_t component) const {
  if (length_[component] == kFar || length_[component] > kLongestWay || inventory_.is_root(component)) return {};
  std::vector<std::string_view> names;
  for (std::uint32_t node = component; !inventory_.is_root(node); node = from_[node]) names.push_back(name_of(node));
  std::string out;
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    if (!out.empty()) out += '>';
    out.append(*name);
  }
  return out;
}

}  // namespace cordon::app
