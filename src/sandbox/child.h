// The process that sees hostile bytes: one for each input. It gives up everything first, then works, answers and ends.
#pragma once

#include <sys/types.h>

#include <cstdint>

#include "base/os/file_descriptor.h"
#include "sandbox/worker_limits.h"

namespace cordon::sandbox {

// How it ends when it ends by itself. Not 0: a library that calls exit() in the middle has not answered.
enum ChildEnd : int {
  kDone = 64,
  kThrew = 65,          // the job threw something
  kOutOfMemory = 66,    // operator new found none within the limit
  kNotConfined = 67,    // a layer that was there before failed, so that no byte was looked at
  kNoInput = 68,        // the input cannot be mapped
  kAnswerLost = 69,     // nobody takes the answer
  kFirstLayerBit = 96,  // of a trial: and 1 = Landlock holds, and 2 = seccomp holds
};

struct Layers {
  int landlock_abi = 0;
  bool landlock = false, seccomp = false;
};

struct ChildSetup {
  const WorkerJob* job = nullptr;
  WorkerLimits limits;
  Layers layers;                     // that must hold
  std::uint64_t address_bytes = 0;   // what the process has before it works, of addresses
  std::uint64_t writable_bytes = 0;  // and of writable memory of its own
  pid_t zygote = 0;
};

// Works on `input` and writes to `answer`. Never returns and runs no destructor or handler of the parent's.
[[noreturn]] void run_child(const ChildSetup& setup, os::FileDescriptor input, std::uint64_t input_bytes,
                            os::FileDescriptor answer);

// Ends with kFirstLayerBit and the layers that could be put on: how the zygote learns what the machine has.
[[noreturn]] void run_trial(const ChildSetup& setup);

}  // namespace cordon::sandbox
