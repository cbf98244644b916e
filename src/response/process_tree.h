// The processes of packages, as a tree: who started whom.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "response/story_event.h"

namespace cordon::response {

struct ProcessNode {
  std::uint32_t depth = 0;  // 0: nobody that is recorded started it
  std::uint32_t pid = 0;
  std::string package;                // purl
  std::vector<std::string> commands;  // one for each program it became; hostile text
  std::uint64_t wall_ns = 0;          // of its first event
  std::optional<std::uint32_t> exit_code, signal;
  bool survived = false;  // it still ran when its script had ended
  std::string evidence;   // id of its first event
  Reference from;
};

// Of the events of packages, in any order. Parents stand before their children, which follow in order of time; at most
// `max_nodes`, the others are counted in `more`. A process is known by host, boot, pid and start: a pid alone names
// nothing.
std::vector<ProcessNode> process_tree(std::span<const StoryEvent> events, std::size_t max_nodes, std::uint64_t& more);

}  // namespace cordon::response
