#include "inventory/scope.h"

#include <array>
#include <cstdint>

namespace cordon::inventory {
namespace {

// Reached with neither, without development, without optional, and without peer edges.
enum Reach : std::uint8_t {
  kReached = 1,
  kWithoutDevelopment = 2,
  kWithoutOptional = 4,
  kWithoutPeer = 8,
  kPlain = 16
};

std::uint8_t carried(std::uint8_t state, model::EdgeKind kind) {
  using model::EdgeKind;
  switch (kind) {
    case EdgeKind::development: return static_cast<std::uint8_t>(state & ~(kWithoutDevelopment | kPlain));
    case EdgeKind::optional: return static_cast<std::uint8_t>(state & ~(kWithoutOptional | kPlain));
    case EdgeKind::peer_optional: return static_cast<std::uint8_t>(state & ~(kWithoutOptional | kWithoutPeer | kPlain));
    case EdgeKind::peer: return static_cast<std::uint8_t>(state & ~kWithoutPeer);
    case EdgeKind::runtime:
    case EdgeKind::workspace: return state;
  }
  return state;
}

}  // namespace

void compute_scopes(model::Inventory& inventory) {
  const std::uint32_t count = inventory.node_count();
  std::vector<std::uint32_t> first(count + 1, 0);
  for (const model::Edge& edge : inventory.edges) ++first[edge.from + 1];
  for (std::uint32_t i = 0; i < count; ++i) first[i + 1] += first[i];
  std::vector<std::uint32_t> order(inventory.edges.size());
  std::vector<std::uint32_t> fill(first.begin(), first.end() - 1);
  for (std::uint32_t i = 0; i < inventory.edges.size(); ++i) order[fill[inventory.edges[i].from]++] = i;

  std::vector<std::uint8_t> reach(count, 0);
  std::vector<std::uint32_t> work;
  for (std::uint32_t root = static_cast<std::uint32_t>(inventory.components.size()); root < count; ++root) {
    reach[root] = kReached | kWithoutDevelopment | kWithoutOptional | kWithoutPeer | kPlain;
    work.push_back(root);
  }
  while (!work.empty()) {
    const std::uint32_t node = work.back();
    work.pop_back();
    for (std::uint32_t i = first[node]; i < first[node + 1]; ++i) {
      const model::Edge& edge = inventory.edges[order[i]];
      const auto merged = static_cast<std::uint8_t>(reach[edge.to] | carried(reach[node], edge.kind));
      if (merged == reach[edge.to]) continue;  // at most five times per node, so this ends
      reach[edge.to] = merged;
      work.push_back(edge.to);
    }
  }
  for (std::uint32_t i = 0; i < inventory.components.size(); ++i) {
    using model::Scope;
    const std::uint8_t state = reach[i];
    model::Component& component = inventory.components[i];
    if ((state & kReached) == 0) component.scope = Scope::unknown;
    else if ((state & kPlain) != 0) component.scope = Scope::runtime;
    else if ((state & kWithoutDevelopment) != 0 && (state & kWithoutOptional) == 0) component.scope = Scope::optional;
    else if ((state & kWithoutOptional) != 0 && (state & kWithoutDevelopment) == 0)
      component.scope = Scope::development;
    else component.scope = Scope::development_optional;
    component.peer = (state & kReached) != 0 && (state & kWithoutPeer) == 0;
  }
}

}  // namespace cordon::inventory
