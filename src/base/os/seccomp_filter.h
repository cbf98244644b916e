// The seccomp filter of self-confinement: a list of what is refused, written as classic BPF by hand. libseccomp needs
// 0.8 ms to build and load the same list, this takes a tenth of that, and a command that only reads should not notice.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

struct sock_filter;

namespace cordon::os {

// System calls that a reading command never needs, by number, sorted.
std::span<const std::uint32_t> refused_calls();

// What of bpf(2) stays: with `counts`, a map's entry can be looked up and an object asked what it is, of what was
// opened before. Nothing can be loaded, attached or written with it.
enum class BpfReads : std::uint8_t { refused, counts };

// The program: refused calls fail with EPERM, clone3 and calls that this program's authors could not know with ENOSYS
// (the C library then falls back), everything else is allowed. Signals, resource limits and clone flags are judged by
// their arguments.
std::vector<sock_filter> refusal_filter(std::uint32_t own_process, BpfReads bpf = BpfReads::refused);

// Applies the filter to all threads of this process. Needs no_new_privs (or root). Fails with the codes of errno_error,
// and with system when a thread could not be reached.
Result<void> refuse_calls(BpfReads bpf = BpfReads::refused);

}  // namespace cordon::os
