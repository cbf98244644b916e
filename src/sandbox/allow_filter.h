// What a process that only computes may ask of the kernel: a list of what is allowed, as classic BPF. Everything else
// ends the process. seccomp(2).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

struct sock_filter;

namespace cordon::sandbox {

// Calls that are allowed whatever their arguments, sorted. More of them in builds with sanitizers, whose runtime
// asks for more.
std::span<const std::uint32_t> allowed_calls();

// Calls that libraries try and can do without, sorted: they fail with EPERM, so that nobody dies of a question.
std::span<const std::uint32_t> denied_calls();

// The program for process `own_process`. By their arguments are judged: mmap (memory of its own, never shared, never
// code), mprotect (never code), write (to `answer` only, EBADF else), futex (wait and wake), tgkill (an abort of its
// own). Calls of another architecture and x32 end the process like everything that is not named.
std::vector<sock_filter> computing_filter(std::uint32_t own_process, std::uint32_t answer);

// Applies the filter to all threads of this process. Needs no_new_privs. Fails with the codes of errno_error, and with
// system when a thread could not be reached.
Result<void> allow_computing(std::uint32_t answer);

}  // namespace cordon::sandbox
