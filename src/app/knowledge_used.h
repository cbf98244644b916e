// What a scan could compare packages with: packs and advisories, how old they are, and what of them is lacking.
#pragma once

#include <set>
#include <string>

#include "app/scan.h"

namespace cordon::app {

// Adds it to the Coverage. `ecosystems` are those of the packages that were seen: of each of them the advisories must
// know something, or the answer is incomplete.
void note_knowledge(const ScanOptions& options, const std::set<std::string>& ecosystems, const Clock& clock,
                    model::Coverage& coverage);

}  // namespace cordon::app
