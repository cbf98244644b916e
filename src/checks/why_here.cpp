#include "checks/why_here.h"

#include <algorithm>
#include <map>

#include "model/purl.h"

namespace cordon::checks {
namespace {

// Enough to answer "why"; the rest of a package's instances differ only in where they were hoisted to.
constexpr std::size_t kInstances = 32;

std::string purl_of(const model::Inventory& inventory, std::uint32_t node) {
  if (!inventory.is_root(node)) return inventory.components[node].purl;
  const model::Root& root = inventory.roots[node - inventory.components.size()];
  return root.name.empty() ? std::string() : model::make_purl("npm", root.name, root.version);
}

}  // namespace

void explain_presence(const model::Inventory& inventory, model::Graph& graph, std::span<const std::uint32_t> instances,
                      model::FindingInput& finding) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> by_root;
  std::optional<std::uint32_t> dominator;
  bool one_dominator = true;
  for (const std::uint32_t instance : instances.first(std::min(kInstances, instances.size()))) {
    for (std::vector<std::uint32_t>& path : graph.shortest_paths(instance)) {
      const auto [known, fresh] = by_root.try_emplace(path.front(), path);
      if (!fresh && path.size() < known->second.size()) known->second = std::move(path);
    }
    const std::optional<std::uint32_t> own = graph.dominator(instance);
    if (!own) continue;
    if (dominator && inventory.components[*dominator].purl != inventory.components[*own].purl) one_dominator = false;
    dominator = own;
  }
  for (const auto& [root, path] : by_root) {
    std::vector<std::string> purls;
    for (const std::uint32_t node : path)
      if (std::string purl = purl_of(inventory, node); !purl.empty()) purls.push_back(std::move(purl));
    finding.paths.push_back(std::move(purls));
  }
  if (dominator && one_dominator) finding.dominator = inventory.components[*dominator].purl;
}

}  // namespace cordon::checks
