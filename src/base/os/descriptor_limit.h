// How many descriptors this process may have open. Most systems start with 1,024, and let a process have far more that
// asks.
#pragma once

#include <cstdint>

namespace cordon::os {

// Raises the limit to `wanted` as far as the system lets it, and never lowers it. What it is then.
std::uint64_t allow_descriptors(std::uint64_t wanted);

}  // namespace cordon::os
