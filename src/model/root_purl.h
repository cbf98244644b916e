// How the root of an inventory is named as a package.
#pragma once

#include <string>

#include "model/inventory.h"

namespace cordon::model {

// "pkg:npm/app@1.0.0"; "pkg:generic/app@1.0.0" of what an SBOM document is about. Empty without a name, and for a
// workflow, which is named as its author likes.
std::string root_purl(const Inventory& inventory, const Root& root);

}  // namespace cordon::model
