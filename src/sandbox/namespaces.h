// A fork into views of the machine that hold nothing: no network, no other processes, no shared memory. namespaces(7).
#pragma once

#include <sys/types.h>

#include "base/result.h"

namespace cordon::sandbox {

struct Namespaces {
  bool user = false;     // its privileges count for nothing outside
  bool mount = false;    // what is mounted later elsewhere does not appear
  bool process = false;  // it sees and signals its own descendants only, and they end with it
  bool network = false;  // no interface but its own loopback, which is down
  bool ipc = false;      // no shared memory or message queue of others
  bool uts = false;      // the machine's name cannot be changed
  bool cgroup = false;   // its own control group is the root of what it sees

  bool operator==(const Namespaces&) const = default;
};

// Forks like fork(2) into as many of these as the machine gives, and tells which in `given`: 0 in the child. Root makes
// them without a user namespace. Runs no handlers of pthread_atfork, so that no other thread may exist. Fails with the
// codes of errno_error when not even a plain fork is possible.
Result<pid_t> fork_apart(Namespaces& given);

// For a process that fork_apart left without one: moves it into a user namespace of its own, where no identity means
// anything. False when the machine refuses, or when the process has other threads.
bool enter_user_namespace();

}  // namespace cordon::sandbox
