// What a worker does, what it may use up, and what holds it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "sandbox/namespaces.h"

namespace cordon::sandbox {

// A pure function from hostile bytes to an answer, run in a process of its own for each input. It may use memory, time
// and chance, throw exceptions, and nothing else: no file, no thread, no output, no sleep. What it needs besides the
// input (tables, settings) it holds already.
using WorkerJob = std::function<std::string(std::string_view)>;

struct WorkerLimits {
  std::uint32_t at_once = 4;         // processes at a time: 1 to 64
  std::uint32_t most_waiting = 256;  // asks that wait for their turn
  std::uint32_t wall_ms = 10'000;    // of one ask from the call on: waiting counts
  std::uint32_t cpu_seconds = 10;
  std::uint64_t memory_bytes = 512ull << 20;  // that a job may take besides its input and what was there before
  std::uint64_t input_bytes = 128ull << 20;
  std::uint64_t answer_bytes = 16ull << 20;
};

struct WorkerReport {
  int landlock_abi = 0;   // of the kernel; 0 = none
  bool landlock = false;  // no file can be opened
  bool seccomp = false;   // a system call that no computation needs ends the process
  Namespaces namespaces;
  bool other_user = false;  // started by root, it runs as nobody
  bool memory = false;      // the limit of memory counts from what the process had before; else it is somewhat wider
  std::string why_not;      // one sentence when something is weaker than it could be, else empty
};

}  // namespace cordon::sandbox
