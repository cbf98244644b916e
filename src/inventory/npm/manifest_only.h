// A package.json that stands alone: what is declared is known, what would be installed is not.
#pragma once

#include <optional>

#include "inventory/npm/manifest.h"
#include "inventory/reader.h"

namespace cordon::inventory::npm {

// Adds the manifest's problems and duplicates to the inventory, which was read from it or beside it.
void report_problems(const Manifest& manifest, const std::string& display_path, model::Inventory& inventory);

// The reader of a package.json without a lockfile: one root with its declared dependencies, overrides, no components.
// If it declares any dependency, one unread entry with the code "ranges_only" makes the answer incomplete, because
// another version may be installed every day. Fails as parse_manifest does.
Result<model::Inventory> read_manifest_only(std::string text, const ReadContext& context);

// The package that a package.json says to be: an inventory with that one component, of origin registry, because a
// name and a version are what a registry gives. Nothing where it lacks one of them.
std::optional<model::Inventory> read_self(const Manifest& manifest, const ReadContext& context);

}  // namespace cordon::inventory::npm
