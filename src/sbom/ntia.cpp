#include "sbom/ntia.h"

#include <algorithm>

namespace cordon::sbom {
namespace {

// Nodes that an edge stated by the source touches.
std::vector<bool> related_nodes(const model::Inventory& inventory) {
  std::vector<bool> out(inventory.node_count(), false);
  for (const model::Edge& edge : inventory.edges) {
    const bool inferred = inventory.is_root(edge.from) &&
                          inventory.roots[edge.from - inventory.components.size()].kind == model::RootKind::inferred;
    if (inferred || edge.from == edge.to) continue;
    out[edge.from] = out[edge.to] = true;
  }
  return out;
}

}  // namespace

std::string_view to_string(NtiaElement element) {
  constexpr std::array<std::string_view, kNtiaElements> kNames{
      "supplier name",           "component name",      "version",  "other unique identifiers",
      "dependency relationship", "author of SBOM data", "timestamp"};
  return kNames[static_cast<std::size_t>(element)];
}

NtiaReport score_ntia(const SbomDocument& document) {
  const model::Inventory& inventory = document.inventory;
  const std::vector<bool> related = related_nodes(inventory);
  NtiaReport out;
  out.components = static_cast<std::uint32_t>(inventory.components.size());
  const auto lacks = [&](NtiaElement element, std::uint32_t component) {
    out.lacking[static_cast<std::size_t>(element)].push_back(component);
  };
  for (std::uint32_t i = 0; i < out.components; ++i) {
    const model::Component& component = inventory.components[i];
    // An inventory of a lockfile has no document's facts.
    const ComponentFacts facts = i < document.facts.components.size() ? document.facts.components[i] : ComponentFacts();
    if (facts.supplier.empty()) lacks(NtiaElement::supplier, i);
    if (component.name.empty()) lacks(NtiaElement::name, i);
    if (component.version.empty()) lacks(NtiaElement::version, i);
    const bool by_name_only = component.purl.empty() || component.purl.starts_with("pkg:generic/");
    if (by_name_only && facts.identifier.empty()) lacks(NtiaElement::identifier, i);
    if (!related[i]) lacks(NtiaElement::relationship, i);
  }
  out.has_author = !document.facts.authors.empty();
  out.has_timestamp = !document.facts.timestamp.empty();
  // Rounded down, so that only the whole is a whole; shares are added as fractions of one denominator.
  std::uint64_t there = 0;
  const std::uint64_t components = out.components;
  for (std::size_t element = 0; element < 5; ++element) there += components - out.lacking[element].size();
  const std::uint64_t whole = std::max<std::uint64_t>(components, 1);
  there += (out.has_author ? whole : 0) + (out.has_timestamp ? whole : 0);
  out.score = static_cast<std::uint32_t>(there * 1'000 / (whole * kNtiaElements));
  return out;
}

}  // namespace cordon::sbom
