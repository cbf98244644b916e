// The process that forks a child for each input. It is forked from the program while that has one thread and no secret,
// so that what it forks is small and holds nothing; and it can fork safely, which a program with threads cannot.
#pragma once

#include <vector>

#include "base/os/file_descriptor.h"
#include "sandbox/namespaces.h"
#include "sandbox/worker_limits.h"

namespace cordon::sandbox {

// Serves orders that come over the sockets, one child a socket at a time, until one of them is closed: then it ends its
// children and itself. First says an Opening on the first socket. It reads numbers of the program's only, never a byte
// of an input or of an answer.
[[noreturn]] void run_zygote(const WorkerJob& job, const WorkerLimits& limits, const Namespaces& namespaces,
                             std::vector<os::FileDescriptor> sockets);

}  // namespace cordon::sandbox
