// What every text reader refuses before it looks at the grammar.
#pragma once

#include <string_view>

#include "base/limits.h"
#include "base/result.h"

namespace cordon {

// Fails with too_large, or with unsupported_encoding for UTF-16 and UTF-32 (by byte-order mark or by a NUL among the
// first four bytes, RFC 4627 section 3).
Result<void> check_encoding(std::string_view bytes, const Limits& limits);

// Fails with invalid_utf8 at the line and column of the first byte that is not well-formed UTF-8. For readers whose
// library does not check; json::parse checks while it reads.
Result<void> check_utf8(std::string_view bytes);

}  // namespace cordon
