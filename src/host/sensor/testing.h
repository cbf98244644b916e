// Records for tests.
#pragma once

#include <cstdint>

#include "host/sensor/record.h"

namespace cordon::host::testing {

// A process that began `pid` microseconds after boot.
inline ProcessId process(std::uint32_t pid) { return {pid * 1'000ULL, pid}; }

inline RecordHead head(std::uint32_t pid, Tag tag, std::uint64_t time_ns = 1'000'000'000) {
  return {time_ns, process(pid), 1, 1000, 7, tag};
}

}  // namespace cordon::host::testing
