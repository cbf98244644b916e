#include "app/sbom_diff.h"

#include <algorithm>

#include "app/coverage_order.h"
#include "base/text.h"
#include "sbom/diff.h"

namespace cordon::app {
namespace {

constexpr std::size_t kPlaces = 100;

// Whether the document leaves open which registry the component comes from.
bool leaves_registry_open(const model::Inventory& inventory, const model::Component& component) {
  return inventory.document && component.origin == model::Origin::registry && !component.resolved &&
         component.purl.find("repository_url=") == std::string::npos;
}

// The components of all inventories as those of one; what they depend on is not compared.
model::Inventory joined(const InventoryReport& report) {
  model::Inventory out;
  for (const model::Inventory& inventory : report.inventories)
    for (const model::Component& component : inventory.components)
      if (out.components.push_back(component); leaves_registry_open(inventory, component))
        out.components.back().registry.id.clear();
  return out;
}

Result<void> check(const DiffSide& side) {
  if (!side.report.inventories.empty()) return {};
  const auto& unread = side.report.coverage.unread;
  const auto why = std::ranges::find_if(unread, &model::FileUnread::incomplete);
  return fail(ErrorCode::unsupported_format,
              "nothing of " + text::visible(side.path) + " could be read" +
                  (why == unread.end() ? std::string() : ": " + text::visible(why->path) + ": " + why->reason),
              why == unread.end() ? 0 : why->line);
}

model::SbomChange change_of(const sbom::Change& change, const model::Inventory& where) {
  model::SbomChange out;
  out.kind = change.kind;
  out.severity = change.severity;
  out.ecosystem = change.ecosystem;
  out.name = change.name;
  if (!change.version.empty()) out.version = change.version;
  out.before = change.before;
  out.after = change.after;
  for (const std::uint32_t index : change.components)
    if (out.places.size() < kPlaces) out.places.push_back(where.components[index].place);
  out.instances = static_cast<std::uint32_t>(change.components.size());
  return out;
}

void add(const model::Coverage& from, model::Coverage& to) {
  to.read.insert(to.read.end(), from.read.begin(), from.read.end());
  to.unread.insert(to.unread.end(), from.unread.begin(), from.unread.end());
}

}  // namespace

Result<model::SbomDiffReport> sbom_diff(const DiffSide& before, const DiffSide& after) {
  TRY(check(before));
  TRY(check(after));
  const model::Inventory was = joined(before.report), is = joined(after.report);
  model::SbomDiffReport out;
  out.schema = "cordon.sbom-diff/1";
  out.before = before.path;
  out.after = after.path;
  for (const sbom::Change& change : sbom::diff_inventories(was, is))
    out.changes.push_back(change_of(change, change.kind == model::ChangeKind::removed ? was : is));
  out.same = out.changes.empty();
  add(before.report.coverage, out.coverage);
  add(after.report.coverage, out.coverage);
  put_in_order(out.coverage);
  return out;
}

}  // namespace cordon::app
