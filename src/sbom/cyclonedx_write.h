// CycloneDX 1.6 and 1.7 (ECMA-424), JSON.
//
// Every instance is a component, as in cyclonedx-npm, not every distinct package, as in `npm sbom`: one release that
// stands at two places of a tree may resolve its dependencies differently at each, so that merging them would make up
// edges nobody resolved (Syft's and Trivy's graphs are wrong for that reason); the place of an instance and what was
// installed under it are what an incident asks about. A bom-ref is therefore the component's id,
// "<path>#<instance>"; it is unique and stays while the lockfile's own key stays. Whoever wants distinct packages
// projects both ends of the edges on the package URL, which gives the sets of `npm sbom`.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "model/inventory.h"
#include "sbom/document_write.h"

namespace cordon::sbom {

enum class CycloneDxVersion : std::uint8_t { v1_6, v1_7 };

// The document, with a line end. Equal inventories and options give equal bytes; the serial number is made from
// everything but the timestamp.
//
// metadata.component is the project where the inventories have one, else a subject named by the options that depends on
// each project. Edges have no range in this format, and only those that are not "dependencies" say of what kind they
// are. Credentials in addresses are left out.
std::string write_cyclonedx(std::span<const model::Inventory> inventories, CycloneDxVersion version,
                            const WriteOptions& options);

}  // namespace cordon::sbom
