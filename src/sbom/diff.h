// What changed between two inventories, in terms of risk.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/generated/sbom_report.h"
#include "model/inventory.h"

namespace cordon::sbom {

using model::ChangeKind;

struct Change {
  ChangeKind kind = ChangeKind::added;
  // critical: other digests. high: a new install script, another source. medium: digests gone; a new package that comes
  // from elsewhere than a registry. low: another address, an older version than any before, a new package, an install
  // script where nothing said whether there was one. info: the rest.
  model::Severity severity = model::Severity::info;
  std::string ecosystem, name;
  std::string version;                     // integrity, address: of which version
  std::vector<std::string> before, after;  // what it says in both: versions, digests, sources, addresses; each once
  std::vector<std::uint32_t> components;   // where it shows: of the inventory after, for `removed` of that before
};

// Packages are compared by ecosystem and name, whatever their place in the tree. A digest or registry that only one
// side knows, or digests of algorithms that the other side lacks, are no change. The most severe first, then by name
// and kind.
std::vector<Change> diff_inventories(const model::Inventory& before, const model::Inventory& after);

}  // namespace cordon::sbom
