// What one and the same release says otherwise than before: digests, source, scripts.
#pragma once

#include <vector>

#include "change/delta.h"
#include "change/side.h"

namespace cordon::change {

// What an origin is called whose package the project holds itself: a workspace package, a link.
inline constexpr std::string_view kOwnOrigin = "the project itself";

// Appends what differs between a release and itself, or between it and the one that it follows: of these sources and
// scripts only. A digest, address or registry that only one side knows, and digests of algorithms that the
// other side lacks, are no change: formats know different things. Digests lost altogether are.
void find_alterations(const model::Inventory& inventory_before, const PackageView& package, const ReleaseView& before,
                      const model::Inventory& inventory_after, const ReleaseView& after, std::vector<Alteration>& out);

}  // namespace cordon::change
