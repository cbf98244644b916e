#include "sandbox/child.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <new>

#include "base/os/landlock.h"
#include "base/os/write_all.h"
#include "sandbox/allow_filter.h"
#include "sandbox/descriptors.h"
#include "sandbox/sanitized.h"
#include "sandbox/signals.h"

namespace cordon::sandbox {
namespace {

constexpr int kAnswer = 3;
// The zygote's own heap may have grown since it was measured; the runtime of a sanitizer starts a thread at every fork.
constexpr std::uint64_t kSlack = kSanitized ? 256ull << 20 : 1ull << 20;

[[noreturn]] void end(int code) {
  for (;;) ::syscall(SYS_exit_group, code);  // what a sanitizer does at the end needs more calls than are allowed
}

void limit(decltype(RLIMIT_AS) what, std::uint64_t most, std::uint64_t hard) {
  rlimit now{};
  if (::getrlimit(what, &now) != 0) return;
  const rlimit lower{std::min<rlim_t>(most, now.rlim_max), std::min<rlim_t>(hard, now.rlim_max)};
  ::setrlimit(what, &lower);
}
void limit(decltype(RLIMIT_AS) what, std::uint64_t most) { limit(what, most, most); }

void limit_resources(const ChildSetup& setup, std::uint64_t input_bytes) {
  const std::uint64_t memory = setup.limits.memory_bytes + kSlack;
  limit(RLIMIT_AS, setup.address_bytes + input_bytes + memory);
  limit(RLIMIT_DATA, setup.writable_bytes + memory);
  limit(RLIMIT_CPU, setup.limits.cpu_seconds, setup.limits.cpu_seconds + 1);  // SIGXCPU, then SIGKILL
  limit(RLIMIT_NPROC, 0);
  if (!kSanitized) limit(RLIMIT_NOFILE, 0);  // what is open stays open, and nothing new can be
  limit(RLIMIT_MEMLOCK, 0);
}

// The zygote has given up files already; this layer is between the child and the zygote, and between children.
bool confine_files(int abi) {
  const auto ruleset = os::Ruleset::create(abi);
  return ruleset && ruleset->enforce();
}

// Nothing of the zygote's is left open but the answer's pipe, and what was mapped.
bool keep_only(os::FileDescriptor& answer) {
  if (answer.get() != kAnswer) {
    if (::dup2(answer.get(), kAnswer) != kAnswer) return false;
    ::close(answer.release());
  }
  return close_all_but({kAnswer});
}

bool begin(const ChildSetup& setup) {
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || ::getppid() != setup.zygote) return false;
  default_signals();
  // What the zygote set holds for its children, too; said again where it costs nothing.
  return ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
         (!setup.layers.seccomp || ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
}

}  // namespace

void run_child(const ChildSetup& setup, os::FileDescriptor input, std::uint64_t input_bytes,
               os::FileDescriptor answer) {
  if (!begin(setup)) end(kNotConfined);
  std::string_view bytes;
  if (input_bytes > 0) {
    const void* mapped = ::mmap(nullptr, input_bytes, PROT_READ, MAP_PRIVATE, input.get(), 0);
    if (mapped == MAP_FAILED) end(kNoInput);
    bytes = {static_cast<const char*>(mapped), input_bytes};
  }
  ::close(input.release());
  if (!keep_only(answer)) end(kNotConfined);
  // Landlock needs a descriptor for a moment, so that files are given up before descriptors are.
  if (setup.layers.landlock && !confine_files(setup.layers.landlock_abi)) end(kNotConfined);
  limit_resources(setup, input_bytes);
  std::set_new_handler([] { end(kOutOfMemory); });
  if (setup.layers.seccomp && !allow_computing(kAnswer)) end(kNotConfined);
  try {
    const std::string text = (*setup.job)(bytes);
    end(os::write_all(kAnswer, text) ? kDone : kAnswerLost);
  } catch (...) {
    end(kThrew);
  }
}

void run_trial(const ChildSetup& setup) {
  int held = 0;
  if (!begin(setup) || !close_all_but({})) end(kNotConfined);
  if (setup.layers.landlock_abi > 0 && confine_files(setup.layers.landlock_abi)) held |= 1;
  limit_resources(setup, 0);
  if (allow_computing(kAnswer)) held |= 2;
  end(kFirstLayerBit | held);
}

}  // namespace cordon::sandbox
