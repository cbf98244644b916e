// The texts of an advisory as they stand in the index's frames. What a record says of itself again and again, its ids
// and the names of its packages, is replaced by two bytes; most malware records are then the same text, which packs to
// almost nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "intel/osv/advisory.h"

namespace cordon::intel {

// Summary, details and references. Unlike all else in the index this leaves something out: the digest behind the name
// of each source in records of the malicious-packages database, "## Source: name (64 hexadecimal digits)".
std::string pack_text(const Advisory& advisory);

// Fills in summary, details and references, given the advisory's ids and affected packages. Fails with invalid_value.
Result<void> unpack_text(std::string_view packed, Advisory& advisory);

}  // namespace cordon::intel
