// What one and the same release says otherwise than before: digests, source, scripts.
#pragma once

#include <vector>

#include "change/delta.h"
#include "change/side.h"

namespace cordon::change {

// Appends what differs. A digest, address or registry that only one side knows, and digests of algorithms that the
// other side lacks, are no change: formats know different things. Digests lost altogether are.
void find_alterations(const model::Inventory& inventory_before, const PackageView& package, const ReleaseView& before,
                      const model::Inventory& inventory_after, const ReleaseView& after, std::vector<Alteration>& out);

}  // namespace cordon::change
