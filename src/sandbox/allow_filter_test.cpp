#include "sandbox/allow_filter.h"

#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <initializer_list>

#include "sandbox/sanitized.h"

namespace cordon::sandbox {
namespace {

constexpr std::uint32_t kProcess = 4711, kAnswer = 3;
#if defined(__x86_64__)
constexpr std::uint32_t kHere = AUDIT_ARCH_X86_64, kElsewhere = AUDIT_ARCH_I386;
#else
constexpr std::uint32_t kHere = AUDIT_ARCH_AARCH64, kElsewhere = AUDIT_ARCH_ARM;
#endif
constexpr std::uint32_t kAllowed = SECCOMP_RET_ALLOW, kKilled = SECCOMP_RET_KILL_PROCESS;
constexpr std::uint32_t kDenied = SECCOMP_RET_ERRNO | EPERM, kBadDescriptor = SECCOMP_RET_ERRNO | EBADF;
constexpr std::uint32_t kBroken = SECCOMP_RET_TRACE;  // the filter itself is wrong

// Runs the filter as the kernel would (Documentation/networking/filter.rst), for the instructions that it may hold.
std::uint32_t judge(const std::vector<sock_filter>& code, const seccomp_data& call) {
  std::uint32_t loaded = 0;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const sock_filter& step = code[at];
    const auto jump = [&](bool holds) { at += holds ? step.jt : step.jf; };
    switch (step.code) {
      case BPF_LD | BPF_W | BPF_ABS:
        if (step.k % 4 != 0 || step.k + 4 > sizeof call) return kBroken;
        std::memcpy(&loaded, reinterpret_cast<const char*>(&call) + step.k, sizeof loaded);
        break;
      case BPF_JMP | BPF_JEQ | BPF_K: jump(loaded == step.k); break;
      case BPF_JMP | BPF_JGT | BPF_K: jump(loaded > step.k); break;
      case BPF_JMP | BPF_JSET | BPF_K: jump((loaded & step.k) != 0); break;
      case BPF_RET | BPF_K: return step.k;
      default: return kBroken;
    }
  }
  return kBroken;  // ran off its end
}

std::uint32_t judge(long number, std::initializer_list<std::uint64_t> arguments = {},
                    std::uint32_t architecture = kHere) {
  static const std::vector<sock_filter> kCode = computing_filter(kProcess, kAnswer);
  seccomp_data call{};
  call.nr = static_cast<int>(number);
  call.arch = architecture;
  std::ranges::copy(arguments, call.args);
  return judge(kCode, call);
}

TEST(AllowFilter, ListsEachCallOnceInOrder) {
  for (const auto calls : {allowed_calls(), denied_calls()}) {
    EXPECT_TRUE(std::ranges::is_sorted(calls));
    EXPECT_EQ(std::ranges::adjacent_find(calls), calls.end());
  }
  for (const std::uint32_t call : denied_calls()) EXPECT_FALSE(std::ranges::binary_search(allowed_calls(), call));
  EXPECT_LT(computing_filter(kProcess, kAnswer).size(), static_cast<std::size_t>(BPF_MAXINSNS));
}

TEST(AllowFilter, KillsAtEveryCallThatItDoesNotName) {
  const long by_argument[] = {SYS_mmap, SYS_mprotect, SYS_write, SYS_futex, SYS_tgkill};
  for (long number = -5; number < 1'000; ++number) {
    const auto call = static_cast<std::uint32_t>(number);
    if (std::ranges::find(by_argument, number) != std::end(by_argument)) continue;
    const std::uint32_t expected = std::ranges::binary_search(allowed_calls(), call)  ? kAllowed
                                   : std::ranges::binary_search(denied_calls(), call) ? kDenied
                                                                                      : kKilled;
    for (const std::uint64_t argument : {std::uint64_t{0}, std::uint64_t{kProcess}, ~std::uint64_t{0}})
      EXPECT_EQ(judge(number, {argument, argument, argument, argument}), expected) << number;
  }
}

TEST(AllowFilter, NamesNothingThatReachesFilesProcessesOrTheNetwork) {
  for (const long call : {SYS_read,       SYS_openat,         SYS_openat2,        SYS_readlinkat,
                          SYS_socket,     SYS_connect,        SYS_sendmsg,        SYS_recvmsg,
                          SYS_clone,      SYS_clone3,         SYS_execve,         SYS_execveat,
                          SYS_kill,       SYS_tkill,          SYS_ptrace,         SYS_process_vm_writev,
                          SYS_pidfd_open, SYS_unshare,        SYS_setns,          SYS_mount,
                          SYS_bpf,        SYS_io_uring_setup, SYS_memfd_create,   SYS_dup,
                          SYS_fcntl,      SYS_seccomp,        SYS_userfaultfd,    SYS_shmat,
                          SYS_keyctl,     SYS_pkey_mprotect,  SYS_process_madvise})
    EXPECT_EQ(judge(call), kKilled) << call;
}

TEST(AllowFilter, KillsOtherArchitecturesWhateverTheyCall) {
  for (long number = 0; number < 500; ++number) {
    EXPECT_EQ(judge(number, {kAnswer}, kElsewhere), kKilled) << number;
    EXPECT_EQ(judge((1l << 30) + number, {kAnswer}), kKilled) << number;  // x32
  }
}

TEST(AllowFilter, GivesMemoryOfItsOwnThatIsNotCode) {
  const auto map = [](std::uint64_t protection, std::uint64_t flags) {
    return judge(SYS_mmap, {0, 4096, protection, flags, ~std::uint64_t{0}, 0});
  };
  EXPECT_EQ(map(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS), kAllowed);
  EXPECT_EQ(map(PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED), kAllowed);
  EXPECT_EQ(map(PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS), kKilled);
  EXPECT_EQ(map(PROT_READ, MAP_SHARED | MAP_ANONYMOUS), kKilled);
  EXPECT_EQ(map(PROT_READ, MAP_SHARED_VALIDATE | MAP_ANONYMOUS), kKilled);
  EXPECT_EQ(map(PROT_READ, MAP_PRIVATE), kKilled);
  EXPECT_EQ(judge(SYS_mprotect, {0, 4096, PROT_READ | PROT_WRITE}), kAllowed);
  EXPECT_EQ(judge(SYS_mprotect, {0, 4096, PROT_READ | PROT_EXEC}), kKilled);
}

TEST(AllowFilter, LetsWriteTheAnswerOnly) {
  EXPECT_EQ(judge(SYS_write, {kAnswer}), kAllowed);
  for (const std::uint64_t other : {0, 1, 2, 4, 1'000})
    EXPECT_EQ(judge(SYS_write, {other}), kSanitized ? kAllowed : kBadDescriptor);
}

TEST(AllowFilter, LetsWaitAndWakeAndNothingElseOfFutexes) {
  for (const std::uint64_t operation : {FUTEX_WAIT_PRIVATE, FUTEX_WAKE_PRIVATE, FUTEX_WAIT, FUTEX_WAKE})
    EXPECT_EQ(judge(SYS_futex, {0, operation}), kAllowed);
  for (const std::uint64_t operation : {FUTEX_LOCK_PI, FUTEX_CMP_REQUEUE_PI, FUTEX_WAKE_OP, FUTEX_REQUEUE, FUTEX_FD})
    EXPECT_EQ(judge(SYS_futex, {0, operation}), kKilled);
}

TEST(AllowFilter, LetsAbortAndSendNoOtherSignal) {
  EXPECT_EQ(judge(SYS_tgkill, {kProcess, kProcess, SIGABRT}), kAllowed);
  EXPECT_EQ(judge(SYS_tgkill, {kProcess, kProcess, SIGTERM}), kKilled);
  EXPECT_EQ(judge(SYS_tgkill, {kProcess - 1, kProcess - 1, SIGABRT}), kKilled);
}

}  // namespace
}  // namespace cordon::sandbox
