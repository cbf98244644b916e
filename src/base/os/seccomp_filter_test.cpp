#include "base/os/seccomp_filter.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <functional>

namespace cordon::os {
namespace {

constexpr std::uint32_t kProcess = 4711;
#if defined(__x86_64__)
constexpr std::uint32_t kHere = AUDIT_ARCH_X86_64, kElsewhere = AUDIT_ARCH_I386;
#else
constexpr std::uint32_t kHere = AUDIT_ARCH_AARCH64, kElsewhere = AUDIT_ARCH_ARM;
#endif

enum class Answer { allowed, not_permitted, not_implemented, other };

// Runs the filter as the kernel would (Documentation/networking/filter.rst), for the instructions that it may hold.
Answer judge(const std::vector<sock_filter>& code, const seccomp_data& call) {
  std::uint32_t loaded = 0;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const sock_filter& step = code[at];
    const auto jump = [&](bool holds) { at += holds ? step.jt : step.jf; };
    switch (step.code) {
      case BPF_LD | BPF_W | BPF_ABS:
        if (step.k % 4 != 0 || step.k + 4 > sizeof call) return Answer::other;  // the kernel refuses such a program
        std::memcpy(&loaded, reinterpret_cast<const char*>(&call) + step.k, sizeof loaded);
        break;
      case BPF_JMP | BPF_JEQ | BPF_K: jump(loaded == step.k); break;
      case BPF_JMP | BPF_JGT | BPF_K: jump(loaded > step.k); break;
      case BPF_JMP | BPF_JSET | BPF_K: jump((loaded & step.k) != 0); break;
      case BPF_RET | BPF_K:
        if (step.k == SECCOMP_RET_ALLOW) return Answer::allowed;
        if (step.k == (SECCOMP_RET_ERRNO | EPERM)) return Answer::not_permitted;
        if (step.k == (SECCOMP_RET_ERRNO | ENOSYS)) return Answer::not_implemented;
        return Answer::other;
      default: return Answer::other;
    }
  }
  return Answer::other;  // ran off its end
}

Answer judge(long number, std::uint64_t first = 0, std::uint64_t second = 0, std::uint32_t architecture = kHere) {
  static const std::vector<sock_filter> kCode = refusal_filter(kProcess);
  seccomp_data call{};
  call.nr = static_cast<int>(number);
  call.arch = architecture;
  call.args[0] = first;
  call.args[1] = second;
  return judge(kCode, call);
}

TEST(SeccompFilter, ListsEachCallOnceInOrder) {
  const auto calls = refused_calls();
  EXPECT_TRUE(std::ranges::is_sorted(calls));
  EXPECT_EQ(std::ranges::adjacent_find(calls), calls.end());
  EXPECT_LT(refusal_filter(kProcess).size(), static_cast<std::size_t>(BPF_MAXINSNS));
}

TEST(SeccompFilter, RefusesEveryCallOfItsListWhateverTheArguments) {
  for (const std::uint32_t call : refused_calls())
    for (const std::uint64_t argument : {std::uint64_t{0}, std::uint64_t{kProcess}, ~std::uint64_t{0}})
      EXPECT_EQ(judge(call, argument, argument), Answer::not_permitted) << call;
}

TEST(SeccompFilter, RefusesWhatAnAttackerWouldReachFor) {
  for (const long call : {SYS_socket, SYS_connect, SYS_execve, SYS_execveat, SYS_ptrace, SYS_bpf, SYS_mount,
                          SYS_unshare, SYS_process_vm_writev, SYS_io_uring_setup, SYS_keyctl, SYS_pidfd_getfd,
                          SYS_fchmodat, SYS_open_by_handle_at, SYS_setns, SYS_userfaultfd, SYS_memfd_secret})
    EXPECT_EQ(judge(call), Answer::not_permitted) << call;
}

TEST(SeccompFilter, WhoCountsInTheKernelMayReadTheCountsAndDoNothingElse) {
  const std::vector<sock_filter> code = refusal_filter(kProcess, BpfReads::counts);
  const auto answer = [&](long number, std::uint64_t first) {
    seccomp_data call{};
    call.nr = static_cast<int>(number);
    call.arch = kHere;
    call.args[0] = first;
    return judge(code, call);
  };
  for (const std::uint64_t command : {BPF_MAP_LOOKUP_ELEM, BPF_OBJ_GET_INFO_BY_FD})
    EXPECT_EQ(answer(SYS_bpf, command), Answer::allowed) << command;
  for (const std::uint64_t command : {BPF_MAP_CREATE, BPF_MAP_UPDATE_ELEM, BPF_PROG_LOAD, BPF_PROG_ATTACH,
                                      BPF_RAW_TRACEPOINT_OPEN, BPF_LINK_CREATE, BPF_OBJ_GET})
    EXPECT_EQ(answer(SYS_bpf, command), Answer::not_permitted) << command;
  for (const long call : {SYS_socket, SYS_execve, SYS_perf_event_open, SYS_mount})
    EXPECT_EQ(answer(call, BPF_MAP_LOOKUP_ELEM), Answer::not_permitted);
  EXPECT_EQ(answer(SYS_read, 0), Answer::allowed);
}

TEST(SeccompFilter, LetsThroughWhatReadingNeeds) {
  for (const long call : {SYS_read, SYS_write, SYS_openat, SYS_openat2, SYS_close, SYS_fstat, SYS_getdents64, SYS_mmap,
                          SYS_munmap, SYS_futex, SYS_exit_group, SYS_readlinkat, SYS_ftruncate, SYS_clock_gettime,
                          SYS_getrandom, SYS_rt_sigaction, SYS_sched_getaffinity})
    EXPECT_EQ(judge(call), Answer::allowed) << call;
}

TEST(SeccompFilter, WhatItsAuthorsCouldNotKnowIsNotThere) {
  EXPECT_EQ(judge(SYS_clone3), Answer::not_implemented);
  EXPECT_EQ(judge(470), Answer::not_implemented);
  EXPECT_EQ(judge(469), Answer::not_permitted);  // the newest known: file_setattr
  EXPECT_EQ(judge(-1), Answer::not_implemented);
  EXPECT_EQ(judge((1l << 30) + SYS_read), Answer::not_implemented);  // x32
  for (const long call : {SYS_read, SYS_socket}) EXPECT_EQ(judge(call, 0, 0, kElsewhere), Answer::not_implemented);
}

TEST(SeccompFilter, ThreadsMayStartButNoNamespaces) {
  EXPECT_EQ(judge(SYS_clone, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD), Answer::allowed);
  EXPECT_EQ(judge(SYS_clone, SIGCHLD), Answer::allowed);
  for (const std::uint64_t flag :
       {CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET}) {
    EXPECT_EQ(judge(SYS_clone, flag | SIGCHLD), Answer::not_permitted) << flag;
    EXPECT_EQ(judge(SYS_clone, flag | std::uint64_t{1} << 40), Answer::not_permitted) << flag;
  }
}

TEST(SeccompFilter, SignalsAndLimitsAreForThisProcessOnly) {
  for (const long call : {SYS_kill, SYS_tgkill}) {
    EXPECT_EQ(judge(call, kProcess), Answer::allowed);
    for (const std::uint64_t other : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{kProcess + 1},
                                      ~std::uint64_t{0}, ~std::uint64_t{kProcess} + 1})
      EXPECT_EQ(judge(call, other), Answer::not_permitted) << other;
  }
  EXPECT_EQ(judge(SYS_prlimit64, 0), Answer::allowed);
  EXPECT_EQ(judge(SYS_prlimit64, kProcess), Answer::allowed);
  EXPECT_EQ(judge(SYS_prlimit64, 1), Answer::not_permitted);
}

TEST(SeccompFilter, TerminalsAreNotTypedInto) {
  EXPECT_EQ(judge(SYS_ioctl, 0, TIOCSTI), Answer::not_permitted);
  EXPECT_EQ(judge(SYS_ioctl, 0, TIOCLINUX), Answer::not_permitted);
  EXPECT_EQ(judge(SYS_ioctl, 0, (std::uint64_t{1} << 32) + TIOCSTI),
            Answer::not_permitted);  // the kernel cuts it to 32 bits
  EXPECT_EQ(judge(SYS_ioctl, 0, TCGETS), Answer::allowed);
  EXPECT_EQ(judge(SYS_ioctl, TIOCSTI, TIOCGWINSZ), Answer::allowed);
}

// A child applies the filter and then asks the kernel. The number of the first question answered with no; 100 and 101
// when it could not apply it.
int ask(const std::vector<std::function<bool()>>& questions) {
  const pid_t child = fork();
  if (child == 0) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) _exit(100);
    if (!refuse_calls()) _exit(101);
    for (std::size_t i = 0; i < questions.size(); ++i)
      if (!questions[i]()) _exit(static_cast<int>(i) + 1);
    _exit(0);
  }
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status)) << "killed by signal " << WTERMSIG(status);
  return WEXITSTATUS(status);
}

bool kernel_has_filters() { return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0; }

TEST(SeccompFilter, TheKernelRefusesWhatTheFilterSays) {
  if (!kernel_has_filters()) GTEST_SKIP() << "this kernel has no seccomp";
  const pid_t parent = getppid();
  EXPECT_EQ(ask({[] { return socket(AF_UNIX, SOCK_STREAM, 0) == -1 && errno == EPERM; },
                 [] { return execl("/bin/true", "true", nullptr) == -1 && errno == EPERM; },
                 [] { return chmod("/", 0755) == -1 && errno == EPERM; },
                 [] { return unshare(CLONE_NEWUSER) == -1 && errno == EPERM; },
                 [&] { return kill(parent, 0) == -1 && errno == EPERM; },
                 [] { return syscall(SYS_clone3, nullptr, 0) == -1 && errno == ENOSYS; },
                 [] { return syscall(600) == -1 && errno == ENOSYS; }, [] { return kill(getpid(), 0) == 0; },
                 [] {
                   const int file = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
                   return file >= 0 && close(file) == 0;
                 },
                 [] { return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == SECCOMP_MODE_FILTER; }}),
            0);
}

TEST(SeccompFilter, ChildrenInheritIt) {
  if (!kernel_has_filters()) GTEST_SKIP() << "this kernel has no seccomp";
  EXPECT_EQ(ask({[] {
              const pid_t grandchild = fork();
              if (grandchild == 0) _exit(socket(AF_UNIX, SOCK_STREAM, 0) == -1 && errno == EPERM ? 0 : 1);
              int status = 1;
              return grandchild > 0 && waitpid(grandchild, &status, 0) == grandchild && status == 0;
            }}),
            0);
}

TEST(SeccompFilter, WithoutNoNewPrivsTheKernelTakesNoFilterFromUsers) {
  if (!kernel_has_filters()) GTEST_SKIP() << "this kernel has no seccomp";
  const pid_t child = fork();
  if (child == 0) {
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 0) _exit(77);
    if (geteuid() == 0 && setuid(65534) != 0) _exit(2);
    const auto refused = refuse_calls();
    const bool talks = socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
    _exit(!refused && refused.error().code == ErrorCode::permission_denied && talks ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "the tests themselves run under no_new_privs";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace cordon::os
