// Writes incident packs in their compact form (pack_layout.h).
#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "intel/incident_pack.h"

namespace cordon::intel {

// The same packs give the same bytes, in whatever order they come. PackTable::open reads the block.
// Fails with invalid_value when two packs have the same id, with too_large beyond 4 GiB.
Result<std::string> compile_packs(std::span<const IncidentPack> packs);

}  // namespace cordon::intel
