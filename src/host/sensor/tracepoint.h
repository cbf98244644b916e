// Attaching to the tracepoints of system calls without a mounted tracefs.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/os/file_descriptor.h"
#include "base/result.h"

namespace cordon::host {

// A tracefs of our own, mounted nowhere: no other process sees it, and no mount namespace changes.
// Needs CAP_SYS_ADMIN. Fails: permission_denied, system (a kernel without tracefs or before 5.2).
Result<os::FileDescriptor> open_tracefs();

// The kernel's number of the tracepoint "group/name", which stays until the machine starts anew. Fails: not_found
// (there is no such tracepoint), permission_denied, system.
Result<std::uint64_t> tracepoint_number(const os::FileDescriptor& tracefs, std::string_view name);

// A perf event on that tracepoint, to which a program can be attached. Needs no tracefs. Fails: permission_denied,
// system.
Result<os::FileDescriptor> open_tracepoint(std::uint64_t number);

}  // namespace cordon::host
