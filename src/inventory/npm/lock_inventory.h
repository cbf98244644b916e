// From the entries of an npm lockfile to components, edges and roots.
#pragma once

#include "inventory/npm/lock_entry.h"
#include "inventory/npm/project_files.h"
#include "inventory/reader.h"

namespace cordon::inventory::npm {

// Appends components, edges, roots, unresolved, overrides and unread to `inventory`, those of the entries included.
// `npm6` is what another reader of the same file installs besides: components of their own behind those of the entries,
// without edges, "//npm6" at the end of their ids. `lock` is the whole document, which names the project where no
// package.json does.
void build_inventory(LockEntries& entries, const LockEntries& npm6, Value lock, ProjectFiles& files,
                     const ReadContext& context, model::Inventory& inventory);

}  // namespace cordon::inventory::npm
