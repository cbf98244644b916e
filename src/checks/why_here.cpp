#include "checks/why_here.h"

#include "model/root_purl.h"

namespace cordon::checks {
namespace {

std::string purl_of(const model::Inventory& inventory, std::uint32_t node) {
  if (!inventory.is_root(node)) return inventory.components[node].purl;
  return model::root_purl(inventory, inventory.roots[node - inventory.components.size()]);
}

}  // namespace

void explain_presence(const model::Inventory& inventory, model::Graph& graph, std::span<const std::uint32_t> instances,
                      model::FindingInput& finding) {
  for (const std::uint32_t instance : instances) {
    const model::Scope scope = inventory.components[instance].scope;
    finding.scope = finding.scope ? model::stronger(*finding.scope, scope) : scope;
  }
  const model::Reach reach = graph.reach(instances);
  for (const model::GraphPath& path : reach.paths) {
    std::vector<std::string> purls;
    for (const std::uint32_t node : path.nodes) {
      if (std::string purl = purl_of(inventory, node); !purl.empty()) purls.push_back(std::move(purl));
      if (path.left_out != 0 && node == path.nodes.front()) purls.emplace_back("\u2026");
    }
    finding.paths.push_back(std::move(purls));
  }
  if (reach.roots > reach.paths.size()) finding.roots = reach.roots;

  std::optional<std::uint32_t> dominator;
  for (const std::uint32_t instance : instances) {
    const std::optional<std::uint32_t> own = graph.dominator(instance);
    if (!own || own == dominator) continue;
    if (dominator && inventory.components[*dominator].purl != inventory.components[*own].purl) return;
    dominator = own;
  }
  if (dominator) finding.dominator = inventory.components[*dominator].purl;
}

}  // namespace cordon::checks
