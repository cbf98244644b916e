// `cordon sbom diff A B`: what changed, in terms of risk.
#pragma once

#include <string>

#include "app/read_inventory.h"
#include "model/generated/sbom_report.h"

namespace cordon::app {

// One of the two that are compared: a lockfile, a document, a folder.
struct DiffSide {
  std::string path;  // as it was given
  InventoryReport report;
};

// How a side is to be read: of each project what was chosen, once.
inline constexpr Selection kDiffSelection{.documents = FoundDocuments::where_alone, .installed_beside_lockfile = false};

// Packages are compared by ecosystem and name, whatever file of a side they stand in. Fails with unsupported_format
// where nothing of a side could be read: everything would seem to be gone.
Result<model::SbomDiffReport> sbom_diff(const DiffSide& before, const DiffSide& after);

}  // namespace cordon::app
