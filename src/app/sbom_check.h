// `cordon sbom check`: which component of a document lacks which of the minimum elements.
#pragma once

#include <span>

#include "app/read_inventory.h"
#include "model/generated/sbom_report.h"

namespace cordon::app {

// Scores the documents of what was read. A lockfile is no document: one that was named is a line of Coverage with code
// no_document that leaves the answer incomplete, and so is a target without any document.
model::SbomCheckReport sbom_check(std::span<const Target> targets, InventoryReport read);

}  // namespace cordon::app
