// For tests: a job that does what it is told, good or bad. All of it is harmless where it succeeds.
#pragma once

#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/worker_limits.h"

namespace cordon::sandbox {

using Act = std::function<std::string()>;

inline std::string said(long result) { return result < 0 ? "errno " + std::to_string(errno) : "done"; }
template <class... Arguments>
Act call(long number, Arguments... arguments) {
  return [=] { return said(syscall(number, arguments...)); };
}

inline std::string spin() {
  for (volatile unsigned count = 0;; count = count + 1) {
  }
}

// A page that may not be touched, so that no sanitizer sees it coming.
inline std::string touch_nothing() {
  void* page = mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  *static_cast<volatile char*>(page) = 1;
  return "done";
}

inline std::string allocate_without_end() {
  std::vector<char*> kept;
  for (std::size_t bytes = std::size_t{1} << 20;;) {
    kept.push_back(new char[bytes]);
    std::memset(kept.back(), 1, bytes);
  }
}

[[gnu::noinline]] inline unsigned recurse(unsigned depth) {
  volatile char frame[4096];
  frame[depth % sizeof frame] = 1;
  return depth == ~0u ? 0 : recurse(depth + 1) + static_cast<unsigned>(frame[0]);
}

// Every descriptor but the answer's own, which is 3: how many took a byte.
inline std::string write_everywhere() {
  int taken = 0;
  for (int descriptor = 0; descriptor < 1024; ++descriptor)
    if (descriptor != 3 && ::syscall(SYS_write, descriptor, "x", 1) >= 0) ++taken;
  return std::to_string(taken);
}

inline std::string find_environment() {
  std::string out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) out += *entry;
  return out;
}

// What a computation needs: exceptions, sorting, allocation, chance, time, a static that is made once.
inline std::string compute() {
  std::vector<unsigned> numbers(300'000);
  std::iota(numbers.rbegin(), numbers.rend(), 0u);
  std::ranges::sort(numbers);
  std::qsort(numbers.data(), numbers.size(), sizeof(unsigned), [](const void* a, const void* b) {
    return *static_cast<const unsigned*>(a) < *static_cast<const unsigned*>(b) ? -1 : 1;
  });
  static const std::string kOnce = std::to_string(numbers.back());
  try {
    throw std::runtime_error(kOnce);
  } catch (const std::exception& thrown) {
    timespec now{};
    std::string big(64u << 20, 'x');
    big.resize(80u << 20);
    return clock_gettime(CLOCK_MONOTONIC, &now) == 0 && big.back() == '\0' ? thrown.what() : "";
  }
}

// Ends by itself, or uses something up.
inline const std::map<std::string, Act, std::less<>>& deaths() {
  static const std::map<std::string, Act, std::less<>> kDeaths = {
      {"abort", [] { return std::abort(), ""; }},
      {"allocate", allocate_without_end},
      {"exit", [] { return ::syscall(SYS_exit_group, 0), ""; }},
      {"loop", spin},
      {"overflow", [] { return std::to_string(recurse(0)); }},
      {"segfault", touch_nothing},
      {"throw", []() -> std::string { throw std::runtime_error("evil"); }},
  };
  return kDeaths;
}

// Asks the system for what no computation needs.
inline const std::map<std::string, Act, std::less<>>& trespasses() {
  static const std::map<std::string, Act, std::less<>> kTrespasses = {
      {"open", [] { return said(open("/etc/passwd", O_RDONLY)); }},
      {"open_proc", [] { return said(open("/proc/self/maps", O_RDONLY)); }},
      {"open_raw", call(SYS_openat, AT_FDCWD, "/", O_RDONLY)},
      {"openat2", call(SYS_openat2, AT_FDCWD, "/", nullptr, 0)},
      {"readlink", call(SYS_readlinkat, AT_FDCWD, "/proc/self/exe", nullptr, 0)},
      {"unlink", call(SYS_unlinkat, AT_FDCWD, "/nowhere", 0)},
      {"read", call(SYS_read, 0, nullptr, 0)},
      {"socket", call(SYS_socket, AF_INET, SOCK_STREAM, 0)},
      {"socketpair", call(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, nullptr)},
      {"connect", call(SYS_connect, 3, nullptr, 0)},
      {"sendmsg", call(SYS_sendmsg, 3, nullptr, 0)},
      {"recvmsg", call(SYS_recvmsg, 3, nullptr, 0)},
      {"fork", call(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr)},
      {"clone3", call(SYS_clone3, nullptr, 0)},
      {"exec", call(SYS_execve, "/bin/true", nullptr, nullptr)},
      {"execveat", call(SYS_execveat, AT_FDCWD, "/bin/true", nullptr, nullptr, 0)},
      {"ptrace", call(SYS_ptrace, 16, 1, nullptr, nullptr)},
      {"read_memory", call(SYS_process_vm_readv, 1, nullptr, 0, nullptr, 0, 0)},
      {"kill_parent", call(SYS_kill, 1, SIGKILL)},
      {"kill_all", call(SYS_kill, -1, SIGKILL)},
      {"kill_itself", [] { return said(::syscall(SYS_tgkill, getpid(), gettid(), SIGTERM)); }},
      {"kill_thread", call(SYS_tgkill, 1, 1, SIGABRT)},
      {"parent", call(SYS_getppid)},
      {"pidfd", call(SYS_pidfd_open, 1, 0)},
      {"run_code",
       [] {
         return said(mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1
                                                                                                                  : 0);
       }},
      {"make_code", call(SYS_mprotect, nullptr, 4096, PROT_READ | PROT_EXEC)},
      {"share", call(SYS_mmap, nullptr, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0)},
      {"map_file", call(SYS_mmap, nullptr, 4096, PROT_READ, MAP_PRIVATE, 3, 0)},
      {"memfd", call(SYS_memfd_create, "x", 0)},
      {"dup", call(SYS_dup, 3)},
      {"fcntl", call(SYS_fcntl, 3, F_GETFL)},
      {"unshare", call(SYS_unshare, CLONE_NEWUSER)},
      {"setuid", call(SYS_setuid, 0)},
      {"mount", call(SYS_mount, nullptr, "/", nullptr, 0, nullptr)},
      {"bpf", call(SYS_bpf, 0, nullptr, 0)},
      {"io_uring", call(SYS_io_uring_setup, 1, nullptr)},
      {"keyctl", call(SYS_keyctl, 0, 0, 0, 0, 0)},
      {"userfaultfd", call(SYS_userfaultfd, 0)},
      {"perf", call(SYS_perf_event_open, nullptr, 0, 0, 0, 0)},
      {"futex_pi", call(SYS_futex, nullptr, FUTEX_LOCK_PI, 0, nullptr, nullptr, 0)},
      {"seccomp", call(SYS_seccomp, 1, 0, nullptr)},
      {"unknown", call(600)},
#if defined(__x86_64__)
      {"x32", call((1l << 30) + SYS_getpid)},
      {"i386",
       [] {
         long answer = 20;  // getpid(2) of the older architecture
         asm volatile("int $0x80" : "+a"(answer) : : "memory", "r8", "r9", "r10", "r11");
         return said(answer);
       }},
#endif
  };
  return kTrespasses;
}

// May be asked, and is not given.
inline const std::map<std::string, Act, std::less<>>& questions() {
  static const std::map<std::string, Act, std::less<>> kQuestions = {
      {"compute", compute},
      {"environment", find_environment},
      {"write_everywhere", write_everywhere},
      {"raise_limit", [] { return said(::syscall(SYS_prlimit64, 0, RLIMIT_AS, nullptr, nullptr)); }},
      {"dumpable", call(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0)},
      {"stat", call(SYS_newfstatat, AT_FDCWD, "/etc/passwd", nullptr, 0)},
  };
  return kQuestions;
}

// "act NAME" acts; "size" tells how much there is; "long N" answers with N bytes; anything else comes back.
inline std::string obey(std::string_view input) {
  if (input.starts_with("size")) return std::to_string(input.size()) + input.back();
  if (input.starts_with("long ")) return std::string(std::stoul(std::string(input.substr(5))), 'y');
  if (!input.starts_with("act ")) return std::string(input);
  const std::string_view name = input.substr(4);
  for (const auto* acts : {&deaths(), &trespasses(), &questions()})
    if (const auto found = acts->find(name); found != acts->end()) return found->second();
  return "no such act";
}

inline WorkerLimits test_limits() {
  WorkerLimits limits;
  limits.at_once = 2;
  limits.wall_ms = 60'000;  // slow machines, sanitizers
  limits.cpu_seconds = 30;
  limits.memory_bytes = 300ull << 20;
  return limits;
}

}  // namespace cordon::sandbox
