// Self-confinement of commands that only read: after its arguments are parsed, such a command gives up everything it
// does not need, so that a hole in a parser (ours, or libyaml, toml++, SQLite) is worth little.
//
// What stays possible: reading below read_paths, writing below write_paths, files that are open already, threads,
// memory, time. What fails with EPERM or EACCES: every other file, sockets, programs, other processes, kernel modules,
// namespaces, tracing, devices' terminals. It cannot be undone, and children inherit it.
#pragma once

#include <string>
#include <vector>

#include "base/os/seccomp_filter.h"
#include "base/result.h"

namespace cordon::os {

struct Confinement {
  // Files and folders, followed when they are links. A path that does not exist is skipped.
  std::vector<std::string> read_paths;
  // A folder grants creating, writing, renaming and removing below it; a file grants rewriting that file; a path that
  // does not exist yet grants creating and writing in its folder. Narrowest of all: open the output first and name
  // nothing here.
  std::vector<std::string> write_paths;
  BpfReads bpf = BpfReads::refused;
};

struct ConfinementReport {
  int landlock_abi = 0;   // of the kernel; 0 = none
  bool landlock = false;  // files, and TCP from ABI 4, signals and abstract sockets from ABI 6, are confined
  bool seccomp = false;   // system calls are confined, in all threads
  std::string why_not;    // one sentence when one of the two is false or weaker than it could be, else empty
};

// Confines this process, best effort: a kernel that cannot is no error, the report says so and Coverage tells the
// user. Call it before threads start: Landlock reaches the calling thread and those it starts later only (why_not says
// so when others exist). Needs no privileges; sets no_new_privs. Under a millisecond.
// Fails with errno_error's codes, having confined nothing, when a write path and its folder cannot be opened.
Result<ConfinementReport> confine(const Confinement& confinement);

}  // namespace cordon::os
