// One event as one line of NDJSON, and back. Every line stands for itself: what is damaged costs that line only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/generated/event.h"

namespace cordon::bus {

// A line is at most this long; what is longer is no event of ours.
inline constexpr std::size_t kLineBytes = 1u << 20;

inline constexpr std::string_view kEventSchema = "cordon.event/1";

// Without the newline. No byte below 0x20 is in it, whatever the event holds.
std::string to_line(const model::Event& event);

// Fails as json::parse and the generated reader do, with unsupported_version for another schema, and too_large.
Result<model::Event> parse_line(std::string_view line);

}  // namespace cordon::bus
