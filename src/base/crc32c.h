// CRC-32C (Castagnoli, RFC 3720 appendix B.4): what object stores say of what they serve. It finds accidents only.
#pragma once

#include <cstdint>
#include <string_view>

namespace cordon {

// Of `text`, or of a text whose beginning gave `before` and that goes on with `text`.
std::uint32_t crc32c(std::string_view text, std::uint32_t before = 0);

}  // namespace cordon
