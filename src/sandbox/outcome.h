// What the end of a child means to who asked.
#pragma once

#include <optional>

#include "base/result.h"
#include "sandbox/messages.h"
#include "sandbox/worker_limits.h"

namespace cordon::sandbox {

// Why there is no answer, as Worker::ask tells it; nothing when the child says that it has answered.
std::optional<Error> why_no_answer(const Outcome& outcome, const WorkerLimits& limits);

}  // namespace cordon::sandbox
