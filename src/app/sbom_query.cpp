#include "app/sbom_query.h"

#include "model/root_purl.h"

namespace cordon::app {
namespace {

// How a node is named in a path. What a workflow or document is about is no package of an ecosystem.
std::string named(const model::Inventory& inventory, std::uint32_t node) {
  if (!inventory.is_root(node)) return inventory.components[node].purl;
  const model::Root& root = inventory.roots[node - inventory.components.size()];
  if (std::string purl = model::root_purl(inventory, root); !purl.empty()) return purl;
  if (root.name.empty()) return root.id;
  return root.version.empty() ? root.name : root.name + " " + root.version;
}

model::SbomMatch match_of(const sbom::QueryMatch& match, const model::Inventory& inventory) {
  model::SbomMatch out;
  out.component = inventory.components[match.component];
  for (const model::GraphPath& path : match.reach.paths) {
    std::vector<std::string>& names = out.paths.emplace_back();
    for (std::size_t i = 0; i < path.nodes.size(); ++i) {
      names.push_back(named(inventory, path.nodes[i]));
      if (i == 0 && path.left_out != 0) names.emplace_back("\u2026");
    }
  }
  if (match.reach.roots > match.reach.paths.size()) out.roots = match.reach.roots;
  return out;
}

}  // namespace

model::SbomQueryReport sbom_query(std::string_view text, const sbom::Query& query, const InventoryReport& read) {
  model::SbomQueryReport out;
  out.schema = "cordon.sbom-query/1";
  out.query = text;
  for (const model::Inventory& inventory : read.inventories)
    for (const sbom::QueryMatch& match : sbom::run_query(query, inventory))
      out.matches.push_back(match_of(match, inventory));
  out.coverage = read.coverage;
  return out;
}

}  // namespace cordon::app
