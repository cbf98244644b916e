#include "sandbox/allow_filter.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <initializer_list>
#include <utility>

#include "base/os/open_beneath.h"
#include "sandbox/sanitized.h"

namespace cordon::sandbox {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "no seccomp filter for this architecture"
#endif

constexpr std::uint32_t kAllowed[] = {
    // memory of its own
    SYS_munmap,
    SYS_mremap,
    SYS_madvise,
    SYS_brk,
    // time and chance
    SYS_clock_gettime,
    SYS_clock_getres,
    SYS_gettimeofday,
    SYS_getrandom,
    // itself: what abort() needs, and giving way
    SYS_getpid,
    SYS_gettid,
    SYS_rt_sigprocmask,
    SYS_sched_yield,
    SYS_restart_syscall,
    // the end
    SYS_exit,
    SYS_exit_group,
#if defined(__x86_64__)
    SYS_time,
#endif
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
    // the runtime's own thread, and how it finds out whether memory may be read: by writing it into a pipe
    SYS_pipe2,
    SYS_close,
    SYS_rt_sigaction,
    SYS_rt_sigreturn,
    SYS_sigaltstack,
    SYS_nanosleep,
    SYS_clock_nanosleep,
    SYS_mincore,
    SYS_set_robust_list,
    SYS_rseq,
#endif
};

constexpr std::uint32_t kDenied[] = {
    // what the C library wants to know before it sorts, prints or complains
    SYS_sysinfo, SYS_sched_getaffinity, SYS_prlimit64, SYS_getrlimit, SYS_fstat, SYS_newfstatat, SYS_ioctl, SYS_writev,
    SYS_prctl,
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
    SYS_close,
#endif
};

static_assert(std::size(kAllowed) + std::size(kDenied) < 250, "a jump of BPF reaches no further");

constexpr std::uint32_t kAllow = SECCOMP_RET_ALLOW;
constexpr std::uint32_t kKill = SECCOMP_RET_KILL_PROCESS;

constexpr std::uint32_t argument(int number) {
  return static_cast<std::uint32_t>(offsetof(seccomp_data, args)) + 8 * static_cast<std::uint32_t>(number);
}

// Writes classic BPF. The kernel runs it in its head for every call there is when it is put on, to know which need not
// be asked of it again: so that a step less is felt, in every process that is started.
class Program {
 public:
  void load(std::uint32_t offset) { add(BPF_LD | BPF_W | BPF_ABS, offset); }
  void give(std::uint32_t answer) { add(BPF_RET | BPF_K, answer); }
  void skip_unless_equal(std::uint32_t value, std::uint8_t count) { add(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count); }
  void skip_unless_above(std::uint32_t value, std::uint8_t count) { add(BPF_JMP | BPF_JGT | BPF_K, value, 0, count); }
  void skip_unless_any_of(std::uint32_t bits, std::uint8_t count) { add(BPF_JMP | BPF_JSET | BPF_K, bits, 0, count); }

  void kill_unless_equal(std::uint32_t value) {
    jump_if_equal(value, 1);
    give(kKill);
  }
  void always(std::uint32_t call, std::uint32_t answer) {
    skip_unless_equal(call, 1);
    give(answer);
  }
  // Allowed when the low word of an argument is one of the values.
  void only_with(std::uint32_t call, int index, std::initializer_list<std::uint32_t> values, std::uint32_t otherwise) {
    skip_unless_equal(call, static_cast<std::uint8_t>(2 + 2 * values.size()));
    load(argument(index));
    for (const std::uint32_t value : values) always(value, kAllow);
    give(otherwise);
  }

  // The last of a program: what each of these calls gets, and that all others end the process.
  void decide(std::span<const std::uint32_t> allowed, std::span<const std::uint32_t> denied) {
    std::size_t left = allowed.size() + denied.size();
    for (const std::uint32_t call : allowed) jump_if_equal(call, --left + 2);
    for (const std::uint32_t call : denied) jump_if_equal(call, --left + 1);
    give(kKill);
    give(SECCOMP_RET_ERRNO | EPERM);
    give(kAllow);
  }

  std::vector<sock_filter> take() { return std::move(code_); }

 private:
  void jump_if_equal(std::uint32_t value, std::size_t distance) {
    add(BPF_JMP | BPF_JEQ | BPF_K, value, static_cast<std::uint8_t>(distance), 0);
  }
  void add(int operation, std::uint32_t operand, std::uint8_t yes = 0, std::uint8_t no = 0) {
    code_.push_back({static_cast<std::uint16_t>(operation), yes, no, operand});
  }
  std::vector<sock_filter> code_;
};

// Memory that no other process shares and that never becomes code. A mapping of a file cannot be made: no descriptor is
// open but the answer's, and this asks for anonymous memory besides.
void judge_memory(Program& program) {
  program.skip_unless_equal(SYS_mmap, 9);
  program.load(argument(2));
  program.skip_unless_any_of(PROT_EXEC, 1);
  program.give(kKill);
  program.load(argument(3));
  program.skip_unless_any_of(MAP_SHARED, 1);
  program.give(kKill);
  program.skip_unless_any_of(MAP_ANONYMOUS, 1);
  program.give(kAllow);
  program.give(kKill);
  program.skip_unless_equal(SYS_mprotect, 4);
  program.load(argument(2));
  program.skip_unless_any_of(PROT_EXEC, 1);
  program.give(kKill);
  program.give(kAllow);
}

// abort() and nothing else: no signal reaches another process, and none that would look as if sent from outside.
void judge_abort(Program& program, std::uint32_t own_process) {
  program.skip_unless_equal(SYS_tgkill, 7);
  program.load(argument(0));
  program.skip_unless_equal(own_process, 4);
  program.load(argument(2));
  program.skip_unless_equal(SIGABRT, 1);
  program.give(kAllow);
  program.give(kKill);
  program.give(kKill);
}

std::uint32_t highest_call() {
  const std::uint32_t by_argument[] = {SYS_mmap, SYS_mprotect, SYS_write, SYS_futex, SYS_tgkill};
  return std::max({allowed_calls().back(), denied_calls().back(), std::ranges::max(by_argument)});
}

template <std::size_t Size>
constexpr auto sorted_copy(const std::uint32_t (&calls)[Size]) {
  auto sorted = std::to_array(calls);
  std::ranges::sort(sorted);
  return sorted;
}

}  // namespace

std::span<const std::uint32_t> allowed_calls() {
  static constexpr auto kSorted = sorted_copy(kAllowed);
  return kSorted;
}

std::span<const std::uint32_t> denied_calls() {
  static constexpr auto kSorted = sorted_copy(kDenied);
  return kSorted;
}

std::vector<sock_filter> computing_filter(std::uint32_t own_process, std::uint32_t answer) {
  Program program;
  program.load(offsetof(seccomp_data, arch));
  program.kill_unless_equal(kArchitecture);
  program.load(offsetof(seccomp_data, nr));
  program.skip_unless_above(highest_call(), 1);  // x32's are far above, too
  program.give(kKill);
  judge_memory(program);
  if (kSanitized) program.always(SYS_write, kAllow);
  program.only_with(SYS_write, 0, {answer}, SECCOMP_RET_ERRNO | EBADF);
  program.only_with(SYS_futex, 1,
                    {FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAIT_PRIVATE, FUTEX_WAKE_PRIVATE, FUTEX_WAIT_BITSET_PRIVATE,
                     FUTEX_WAKE_BITSET_PRIVATE, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME},
                    kKill);
  judge_abort(program, own_process);
  program.decide(allowed_calls(), denied_calls());
  return program.take();
}

Result<void> allow_computing(std::uint32_t answer) {
  std::vector<sock_filter> code = computing_filter(static_cast<std::uint32_t>(getpid()), answer);
  const sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
  const long failed = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
  if (failed < 0) return os::errno_error(errno, "seccomp");
  if (failed > 0) return fail(ErrorCode::system, "seccomp: a thread could not be reached");
  return {};
}

}  // namespace cordon::sandbox
