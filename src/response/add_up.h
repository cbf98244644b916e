// Sums of numbers that come from hostile files.
#pragma once

#include <cstdint>

namespace cordon::response {

// At most UINT64_MAX: a sum that does not fit is never told as a small one.
std::uint64_t add_up(std::uint64_t a, std::uint64_t b);

}  // namespace cordon::response
