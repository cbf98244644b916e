// Times as registries write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cordon::registry {

// Seconds since 1970 of an RFC 3339 time with "Z" or an offset ("+00:00" of some mirrors); fractions are cut off.
std::optional<std::int64_t> moment_of(std::string_view text);

}  // namespace cordon::registry
