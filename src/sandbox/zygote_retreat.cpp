#include "sandbox/zygote_retreat.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "base/os/landlock.h"
#include "sandbox/descriptors.h"

namespace cordon::sandbox {
namespace {

constexpr uid_t kNobody = 65534;
constexpr std::uint64_t kAssumedBytes = 256ull << 20;  // in use before the work, where /proc does not say

// Sockets above the standard descriptors, those lead nowhere, and everything else is closed: a library that complains
// to number 2 must not speak into a socket.
bool keep_sockets(std::vector<os::FileDescriptor>& sockets) {
  std::vector<int> kept = {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO};
  for (os::FileDescriptor& socket : sockets) {
    if (socket.get() <= STDERR_FILENO)
      socket = os::FileDescriptor(::fcntl(socket.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    if (!socket.valid()) return false;
    kept.push_back(socket.get());
  }
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; ++standard)
    if (nowhere < 0) ::close(standard);
    else if (nowhere != standard && ::dup2(nowhere, standard) != standard) return false;
  std::ranges::sort(kept);
  return close_all_but(kept);
}

// Tokens and passwords stand there. What lies above this frame is the process's first stack, where the kernel put them;
// what was set later lies elsewhere and is unlinked only.
void clear_environment() {
  const char* here = static_cast<const char*>(__builtin_frame_address(0));
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry)
    if (*entry > here) ::explicit_bzero(*entry, std::strlen(*entry));
  ::clearenv();
}

// Addresses and writable memory in use, in bytes: proc_pid_statm(5).
bool measure_memory(ChildSetup& setup) {
  const os::FileDescriptor file(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
  char text[256];
  const ssize_t size = file.valid() ? ::read(file.get(), text, sizeof text) : -1;
  if (size <= 0) return false;
  std::uint64_t pages[6] = {};
  const char* at = text;
  for (std::uint64_t& each : pages) {
    const auto [end, error] = std::from_chars(at, text + size, each);
    if (error != std::errc()) return false;
    at = std::min<const char*>(end + 1, text + size);
  }
  const auto page_bytes = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  setup.address_bytes = pages[0] * page_bytes;
  setup.writable_bytes = pages[5] * page_bytes;
  return true;
}

// A machine out of memory takes the largest child first, and the program last.
void be_first_to_go() {
  const os::FileDescriptor file(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  if (file.valid()) static_cast<void>(!::write(file.get(), "500", 3));
}

// Root becomes nobody; then a namespace in which even that means nothing. A root that may not do so is one without
// capabilities: it goes on as it is, and the report says so.
void change_user(Opening& opening) {
  if (::geteuid() != 0 || opening.namespaces.user) return;
  static_cast<void>(::setgroups(0, nullptr));
  opening.other_user = ::setresgid(kNobody, kNobody, kNobody) == 0 && ::setresuid(kNobody, kNobody, kNobody) == 0;
  opening.namespaces.user = enter_user_namespace();
}

bool drop_capabilities() {
  __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
  const __user_cap_data_struct none[2] = {};
  return ::syscall(SYS_capset, &head, none) == 0;
}

void never(decltype(RLIMIT_CORE) what) {
  const rlimit none{0, 0};
  ::setrlimit(what, &none);
}

}  // namespace

bool retreat(std::vector<os::FileDescriptor>& sockets, Opening& opening, ChildSetup& setup) {
  clear_environment();
  if (!keep_sockets(sockets)) return false;
  be_first_to_go();
  opening.memory = measure_memory(setup);
  if (!opening.memory) setup.address_bytes = setup.writable_bytes = kAssumedBytes;
  change_user(opening);
  if (!drop_capabilities()) return false;
  // Identity first: changing it would undo these.
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 ||
      ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return false;
  never(RLIMIT_CORE);
  never(RLIMIT_FSIZE);
  opening.landlock_abi = setup.layers.landlock_abi = os::landlock_abi();
  if (opening.landlock_abi > 0)
    if (const auto ruleset = os::Ruleset::create(opening.landlock_abi)) static_cast<void>(ruleset->enforce());
  return true;
}

}  // namespace cordon::sandbox
