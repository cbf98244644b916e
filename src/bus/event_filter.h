// Which events somebody wants to see.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/generated/event.h"

namespace cordon::bus {

// Everything that is set must hold; of a list, one entry.
struct EventFilter {
  std::vector<model::EventKind> kinds;
  std::vector<std::string> packages;  // "axios", "axios@1.14.1", "@scope/name", a package URL
  std::vector<std::uint32_t> pids;
  std::uint64_t since_ns = 0, until_ns = UINT64_MAX;  // of wall_ns, the first included, the second not
  std::string contains;                               // in what whole_event_text says, whatever the case
};

bool matches(const EventFilter& filter, const model::Event& event);

}  // namespace cordon::bus
