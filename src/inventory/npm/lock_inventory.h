// From the entries of an npm lockfile to components, edges and roots.
#pragma once

#include "inventory/npm/lock_entry.h"
#include "inventory/npm/project_files.h"
#include "inventory/reader.h"

namespace cordon::inventory::npm {

// Appends components, edges, roots, unresolved, overrides and unread to `inventory`, those of the entries included.
// `lock` is the whole document, which names the project where no package.json does.
void build_inventory(LockEntries& entries, Value lock, ProjectFiles& files, const ReadContext& context,
                     model::Inventory& inventory);

}  // namespace cordon::inventory::npm
