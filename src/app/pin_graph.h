// What must hold of a lockfile and of a package.json once they are pinned: nothing is another but what was meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/fix_sources.h"
#include "app/pin_ranges.h"
#include "base/limits.h"
#include "base/result.h"
#include "change/rewrite/release.h"
#include "model/inventory.h"

namespace cordon::app {

// Components, edges, roots and what is unresolved are the same, in the same order, but for ranges of projects that are
// among `ranges` and digests that are among `digests`. Fails with refused and what else differs.
Result<void> check_pinned(const model::Inventory& before, const model::Inventory& after, LockfileKind kind,
                          const std::vector<change::RangeChange>& ranges,
                          const std::vector<change::DigestChange>& digests);

// The package.json says the same but for these ranges. Fails with refused, and as parse_manifest does.
Result<void> check_pinned_manifest(std::string_view before, std::string_view after,
                                   const std::vector<change::RangeChange>& ranges, const Limits& limits);

}  // namespace cordon::app
