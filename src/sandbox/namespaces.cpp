#include "sandbox/namespaces.h"

#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "base/os/open_beneath.h"

namespace cordon::sandbox {
namespace {

constexpr std::array<std::pair<unsigned, bool Namespaces::*>, 7> kKinds = {{
    {CLONE_NEWUSER, &Namespaces::user},
    {CLONE_NEWNS, &Namespaces::mount},
    {CLONE_NEWPID, &Namespaces::process},
    {CLONE_NEWNET, &Namespaces::network},
    {CLONE_NEWIPC, &Namespaces::ipc},
    {CLONE_NEWUTS, &Namespaces::uts},
    {CLONE_NEWCGROUP, &Namespaces::cgroup},
}};

// The C library's fork() takes no flags. Its thread keeps the number of the parent's here, which only what is sent to
// threads by number would notice.
pid_t raw_fork(unsigned flags) {
#if __has_feature(thread_sanitizer)
  // Its runtime has a thread, and locks that only its own fork() knows of.
  if (flags == 0) return fork();
  errno = ENOSYS;
  return -1;
#endif
  return static_cast<pid_t>(syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
}

bool possible(unsigned flags) {
  const pid_t child = raw_fork(flags);
  if (child == 0) _exit(0);
  if (child < 0) return false;
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  return true;
}

// What the machine gives of it, when it does not give all: an old kernel, a container's rules, a limit of the number.
unsigned possible_flags() {
  unsigned flags = possible(CLONE_NEWNET) ? 0 : CLONE_NEWUSER;
  if (flags != 0 && !possible(flags)) return 0;
  for (const auto& [flag, member] : kKinds)
    if (flag != CLONE_NEWUSER && possible(flags | flag)) flags |= flag;
  return flags;
}

}  // namespace

Result<pid_t> fork_apart(Namespaces& given) {
  unsigned flags = geteuid() == 0 ? 0 : CLONE_NEWUSER;
  for (const auto& [flag, member] : kKinds)
    if (flag != CLONE_NEWUSER) flags |= flag;
  // The child must know them, too: the answer is written before each try.
  for (int attempt = 0;; ++attempt) {
    for (const auto& [flag, member] : kKinds) given.*member = (flags & flag) != 0;
    const pid_t child = raw_fork(flags);
    if (child >= 0) return child;
    if (attempt == 2) return os::errno_error(errno, "fork");
    flags = attempt == 0 ? possible_flags() : 0;
  }
}

bool enter_user_namespace() { return unshare(CLONE_NEWUSER) == 0; }

}  // namespace cordon::sandbox
