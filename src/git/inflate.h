// zlib streams (RFC 1950) of which we know before how much they must give.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace cordon::git {

// Unpacks the stream at the start of `packed`, which must give exactly `size` bytes and then end; what stands behind it
// is not looked at. Memory is taken for `size` only where the packed bytes could give that much. Fails with truncated
// and syntax.
Result<std::string> inflate_exactly(std::string_view packed, std::uint64_t size);

// The first bytes of such a stream, `most` or fewer. Fails with syntax.
Result<std::string> inflate_start(std::string_view packed, std::size_t most);

}  // namespace cordon::git
