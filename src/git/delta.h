// Deltas of packs: how to make an object from another one. gitformat-pack(5), "Deltified representation".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace cordon::git {

struct DeltaSizes {
  std::uint64_t base = 0;
  std::uint64_t result = 0;
};

// Both sizes stand in the first 20 bytes. Fails with truncated, and with syntax for a number beyond 63 bits.
Result<DeltaSizes> delta_sizes(std::string_view delta);

// Fails with too_large when the result would have more than `max_bytes`, with syntax and truncated.
Result<std::string> apply_delta(std::string_view base, std::string_view delta, std::uint64_t max_bytes);

}  // namespace cordon::git
