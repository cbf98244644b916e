// Scope of every component, from the edges: what it is needed for.
#pragma once

#include "model/inventory.h"

namespace cordon::inventory {

// Walks the edges from the roots and sets Component::scope and Component::peer. A component that no root reaches keeps
// scope unknown. For formats whose file does not say it itself (yarn, pnpm 9, bun, deno). O(components + edges).
void compute_scopes(model::Inventory& inventory);

}  // namespace cordon::inventory
