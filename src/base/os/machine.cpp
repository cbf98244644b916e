#include "base/os/machine.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "base/os/landlock.h"
#include "base/os/open_beneath.h"

namespace cordon::os {
namespace {

constexpr char kControlGroups[] = "/sys/fs/cgroup";

// Content of a small kernel file without its final newline; empty when it cannot be read.
std::string kernel_file(const std::string& path) {
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  char content[4096];
  const ssize_t size = file.valid() ? read(file.get(), content, sizeof content) : 0;
  std::string text(content, size > 0 ? static_cast<std::size_t>(size) : 0);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

std::uint64_t number(std::string_view text, std::uint64_t otherwise) {
  std::uint64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  return parsed.ec == std::errc() ? value : otherwise;
}

// Runs the question in a child process, whose namespaces and fate are its own.
template <class Question>
bool ask_child(Question question) {
  const pid_t child = fork();
  if (child < 0) return false;
  if (child == 0) _exit(question() ? 0 : 1);
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return false;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool try_user_namespaces() {
  return ask_child([] {
    constexpr unsigned kNobody = 65534;
    if (geteuid() == 0 && (syscall(SYS_setresgid, kNobody, kNobody, kNobody) != 0 ||
                           syscall(SYS_setresuid, kNobody, kNobody, kNobody) != 0))
      return false;  // root may make them anywhere: the question is whether others may
    // Some distributions let anyone make a user namespace, but one without capabilities: use one to find out.
    return unshare(CLONE_NEWUSER) == 0 && unshare(CLONE_NEWNS) == 0;
  });
}

bool can_filter() {
  // A null program: EFAULT says that filters exist. ENOSYS or EINVAL: they do not.
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, nullptr) == -1 && errno == EFAULT;
}

bool can_bpf() {
  bpf_attr attributes{};
  attributes.map_type = BPF_MAP_TYPE_ARRAY;
  attributes.key_size = attributes.value_size = 4;
  attributes.max_entries = 1;
  return FileDescriptor(static_cast<int>(syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes))).valid();
}

int cgroup_version() {
  struct statfs facts{};
  if (statfs(kControlGroups, &facts) != 0) return 0;
  if (facts.f_type == CGROUP2_SUPER_MAGIC) return 2;
  return access("/sys/fs/cgroup/memory", F_OK) == 0 || access("/sys/fs/cgroup/cpu", F_OK) == 0 ? 1 : 0;
}

// The path of our group in the hierarchy whose line starts so: "0::" for version 2, else one that names the controller.
std::string own_group(std::string_view mark) {
  const std::string groups = kernel_file("/proc/self/cgroup");
  const std::size_t at = groups.find(mark);
  if (at == std::string::npos) return "";
  const std::size_t path = at + mark.size();
  return groups.substr(path, std::min(groups.find('\n', path), groups.size()) - path);
}

std::uint64_t memory_limit(int version) {
  const std::string root = kControlGroups;
  const std::string limit = version == 2
                                ? kernel_file(root + own_group("0::") + "/memory.max")
                                : kernel_file(root + "/memory" + own_group(":memory:") + "/memory.limit_in_bytes");
  const std::uint64_t bytes = number(limit, 0);  // "max" is no number
  return bytes < 1ull << 60 ? bytes : 0;         // version 1 writes a huge number for none
}

unsigned usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<unsigned>(CPU_COUNT(&set));
}

Capabilities capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[2]{};
  if (syscall(SYS_capget, &header, data) != 0) return {};
  const auto has = [&](unsigned capability) { return (data[capability / 32].effective >> (capability % 32) & 1) != 0; };
  return {has(CAP_SYS_ADMIN),  has(CAP_NET_ADMIN), has(CAP_NET_RAW),
          has(CAP_SYS_PTRACE), has(CAP_BPF),       has(CAP_PERFMON)};
}

bool has_word(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (list.substr(0, comma) == word) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

}  // namespace

Machine examine_machine() {
  Machine machine;
  if (utsname names{}; uname(&names) == 0) {
    machine.kernel_release = names.release;
    machine.architecture = names.machine;
  }
  machine.cores = usable_cores();
  if (struct sysinfo facts{}; sysinfo(&facts) == 0)
    machine.memory_bytes = static_cast<std::uint64_t>(facts.totalram) * facts.mem_unit;
  machine.root = geteuid() == 0;
  machine.openat2 = best_resolver(AT_FDCWD) == Resolver::kernel;
  machine.landlock_abi = landlock_abi();
  machine.seccomp = can_filter();
  machine.user_namespaces = try_user_namespaces();
  machine.cgroup_version = cgroup_version();
  machine.memory_limit_bytes = memory_limit(machine.cgroup_version);
  machine.cgroup_writable = machine.cgroup_version != 0 && access(kControlGroups, W_OK) == 0;
  machine.btf = access("/sys/kernel/btf/vmlinux", R_OK) == 0;
  machine.bpf_syscall = can_bpf();
  const std::string unprivileged = kernel_file("/proc/sys/kernel/unprivileged_bpf_disabled");
  machine.unprivileged_bpf_disabled = unprivileged.empty() ? -1 : static_cast<int>(number(unprivileged, 0));
  machine.lsm_bpf = has_word(kernel_file("/sys/kernel/security/lsm"), "bpf");
  machine.capabilities = capabilities();
  return machine;
}

}  // namespace cordon::os
