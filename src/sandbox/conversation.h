// One ask: from the order to the answer or the reason why there is none.
#pragma once

#include <chrono>
#include <string>

#include "sandbox/sealed_input.h"
#include "sandbox/worker_limits.h"

namespace cordon::sandbox {

struct Conversation {
  Result<std::string> answer;
  bool zygote_gone = false;  // it closed its end, or does not react
};

// Has the zygote behind `socket` work on the input until the deadline. The child has ended and is gone when this
// returns, unless the zygote is.
Conversation converse(int socket, const SealedInput& input, const WorkerLimits& limits,
                      std::chrono::steady_clock::time_point deadline);

}  // namespace cordon::sandbox
