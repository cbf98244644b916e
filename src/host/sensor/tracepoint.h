// Attaching to the tracepoints of system calls without a mounted tracefs.
#pragma once

#include <string_view>

#include "base/os/file_descriptor.h"
#include "base/result.h"

namespace cordon::host {

// A tracefs of our own, mounted nowhere: no other process sees it, and no mount namespace changes.
// Needs CAP_SYS_ADMIN. Fails: permission_denied, system (a kernel without tracefs or before 5.2).
Result<os::FileDescriptor> open_tracefs();

// A perf event on the tracepoint "group/name" of every CPU, to which a program can be attached. Fails: not_found (the
// kernel has no such tracepoint), permission_denied, system.
Result<os::FileDescriptor> open_tracepoint(const os::FileDescriptor& tracefs, std::string_view name);

}  // namespace cordon::host
