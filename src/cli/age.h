// An age as people write it.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace cordon::cli {

// Seconds of "3d", "12h", "30m" or "0". Fails with usage for anything else, and for more than ten thousand days.
Result<std::int64_t> seconds_of_age(std::string_view text);

}  // namespace cordon::cli
