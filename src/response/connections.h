// With whom packages talked: what sensors on the machine and on the wire saw of one conversation, put together.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "response/story_event.h"

namespace cordon::response {

// All conversations of one package with one address and port.
struct Connection {
  std::string package;            // purl
  std::string protocol, address;  // hostile text, as all that follows
  std::uint32_t port = 0;
  std::vector<std::string> names;        // resolved from, server name, Host header
  std::vector<std::string> requests;     // "POST /x", "TLS, JA4 ..."
  std::vector<std::string> processes;    // "curl (123)"
  bool sent = false;                     // at least its first packet left
  bool by_flow = false;                  // seen on the wire only, the package by address and port
  std::uint64_t times = 0, wall_ns = 0;  // conversations; the first one
  std::string evidence;                  // id of the first event
  Reference from;
};

// Events of a capture that have no package get the one of the event of that host with the same two addresses and ports
// that is nearest in time, at most five seconds away; none where that one is of a process without a package. n events
// take O(n log n).
void join_by_flow(std::span<StoryEvent> events);

// In order of their first time. Of events with a package only.
std::vector<Connection> connections(std::span<const StoryEvent> events);

}  // namespace cordon::response
