// What a long command tells while it works. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>

namespace cordon::app {

struct Progress {
  std::atomic<std::uint64_t> entries_seen{0};  // directory entries
  std::atomic<std::uint32_t> projects_found{0};
  std::atomic<std::uint32_t> projects_done{0};
  std::atomic<std::uint32_t> registry_questions{0};  // documents that were asked for, with --online
  std::atomic<std::uint32_t> registry_answers{0};
};

}  // namespace cordon::app
