#include "app/sbom_check.h"

#include <algorithm>

#include "app/coverage_order.h"
#include "sbom/ntia.h"

namespace cordon::app {
namespace {

model::SbomScore score_of(const sbom::SbomDocument& document) {
  using sbom::NtiaElement;
  const model::Inventory& inventory = document.inventory;
  const sbom::NtiaReport report = sbom::score_ntia(document);
  model::SbomScore out{inventory.path, inventory.format, report.components, report.score, {}};
  for (std::size_t i = 0; i < sbom::kNtiaElements; ++i) {
    const auto element = static_cast<NtiaElement>(i);
    const bool missing = (element == NtiaElement::author && !report.has_author) ||
                         (element == NtiaElement::timestamp && !report.has_timestamp);
    if (!missing && report.lacking[i].empty()) continue;
    model::SbomLack& lack = out.lacks.emplace_back();
    lack.element = sbom::to_string(element);
    for (const std::uint32_t index : report.lacking[i]) {
      const model::Component& component = inventory.components[index];
      lack.components.push_back({component.purl, component.name, component.version, component.place});
    }
  }
  return out;
}

// Whether this path is that of the target, or below it.
bool is_of(const Target& target, const std::string& path) {
  const std::string base = target.display(target.only_file);
  if (path == base || (base == "." && target.only_file.empty())) return true;
  return path.starts_with(base.ends_with('/') ? base : base + "/");
}

}  // namespace

model::SbomCheckReport sbom_check(std::span<const Target> targets, InventoryReport read) {
  model::SbomCheckReport out;
  out.schema = "cordon.sbom-check/1";
  out.coverage = std::move(read.coverage);
  for (model::Inventory& inventory : read.inventories) {
    const auto facts = read.documents.find(inventory.path);
    if (facts != read.documents.end()) out.documents.push_back(score_of({std::move(inventory), facts->second}));
  }
  for (const Target& target : targets) {
    const auto there = [&](const auto& each) { return is_of(target, each.path); };
    const bool failed = std::ranges::any_of(
        out.coverage.unread, [&](const model::FileUnread& unread) { return unread.incomplete && there(unread); });
    if (failed || std::ranges::any_of(out.documents, there)) continue;
    out.coverage.unread.push_back(
        {target.argument, 0, "no_document", "no SBOM: 'cordon sbom create' makes one of lockfiles", true});
  }
  put_in_order(out.coverage);
  out.complete = !out.documents.empty() && std::ranges::all_of(out.documents, [](const model::SbomScore& score) {
    return score.lacks.empty() && score.components > 0;
  });
  return out;
}

}  // namespace cordon::app
