#include "base/os/seccomp_filter.h"

#include <linux/audit.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <initializer_list>

#include "base/os/open_beneath.h"

namespace cordon::os {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "no seccomp filter for this architecture"
#endif

// The newest system call whose meaning we know (Linux 6.17: file_setattr); the numbers from 424 on are the same on
// every architecture. This also catches the x32 calls of x86-64, which start at 1 << 30.
constexpr std::uint32_t kNewestKnown = 469;

// Calls that the build machine's headers may be too old to name.
constexpr std::uint32_t kFchmodat2 = 452, kSetxattrat = 463, kRemovexattrat = 466, kOpenTreeAttr = 467;
constexpr std::uint32_t kFileSetattr = 469;

constexpr std::uint32_t kRefused[] = {
    // talking to others: sockets, message queues and shared memory of other processes
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_accept,
    SYS_accept4,
    SYS_sendto,
    SYS_sendmsg,
    SYS_sendmmsg,
    SYS_mq_open,
    SYS_mq_unlink,
    SYS_shmget,
    SYS_shmat,
    SYS_semget,
    SYS_msgget,
    // other programs and other processes
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_process_madvise,
    SYS_process_mrelease,
    SYS_kcmp,
    SYS_move_pages,
    SYS_migrate_pages,
    SYS_pidfd_getfd,
    SYS_pidfd_open,
    SYS_pidfd_send_signal,
    SYS_tkill,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    // parts of the kernel that reading files does not need
    SYS_bpf,
    SYS_perf_event_open,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_userfaultfd,
    SYS_fanotify_init,
    SYS_fanotify_mark,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_kexec_file_load,
    SYS_syslog,
    SYS_personality,
    SYS_vhangup,
    SYS_memfd_secret,
    SYS_lookup_dcookie,
    // the view of the file system, and file handles that bypass it
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_move_mount,
    SYS_open_tree,
    kOpenTreeAttr,
    SYS_fsopen,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_fspick,
    SYS_mount_setattr,
    SYS_name_to_handle_at,
    SYS_open_by_handle_at,
    SYS_quotactl,
    SYS_quotactl_fd,
    SYS_swapon,
    SYS_swapoff,
    // namespaces, identity and the machine as a whole
    SYS_unshare,
    SYS_setns,
    SYS_reboot,
    SYS_acct,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_clock_adjtime,
    SYS_adjtimex,
    // what is known about files, which Landlock does not guard
    SYS_fchmod,
    SYS_fchmodat,
    kFchmodat2,
    SYS_fchown,
    SYS_fchownat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_fsetxattr,
    kSetxattrat,
    SYS_removexattr,
    SYS_lremovexattr,
    SYS_fremovexattr,
    kRemovexattrat,
    kFileSetattr,
    SYS_utimensat,
#if defined(__x86_64__)
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
    SYS_utime,
    SYS_utimes,
    SYS_futimesat,
    SYS_iopl,
    SYS_ioperm,
    SYS_modify_ldt,
    SYS_create_module,
    SYS_get_kernel_syms,
    SYS_query_module,
    SYS_nfsservctl,
    SYS_uselib,
    SYS__sysctl,
#endif
};

// CLONE_NEWNS | CGROUP | UTS | IPC | USER | PID | NET. Time namespaces come by clone3 or unshare only.
constexpr std::uint32_t kNewNamespaces = 0x7E020000;

constexpr std::uint32_t kAllow = SECCOMP_RET_ALLOW;
constexpr std::uint32_t kNotPermitted = SECCOMP_RET_ERRNO | EPERM;
constexpr std::uint32_t kNotImplemented = SECCOMP_RET_ERRNO | ENOSYS;

constexpr std::uint32_t argument(int number) {
  return static_cast<std::uint32_t>(offsetof(seccomp_data, args)) + 8 * static_cast<std::uint32_t>(number);
}

// Writes classic BPF. Every test ends in a return, so that jumps stay within a few instructions.
class Program {
 public:
  void load(std::uint32_t offset) { add(BPF_LD | BPF_W | BPF_ABS, offset); }
  void give(std::uint32_t answer) { add(BPF_RET | BPF_K, answer); }
  // Skips `count` instructions unless the loaded word compares so.
  void skip_unless_equal(std::uint32_t value, std::uint8_t count) { add(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count); }
  void skip_unless_above(std::uint32_t value, std::uint8_t count) { add(BPF_JMP | BPF_JGT | BPF_K, value, 0, count); }
  void skip_unless_any_of(std::uint32_t bits, std::uint8_t count) { add(BPF_JMP | BPF_JSET | BPF_K, bits, 0, count); }

  // The call is allowed when a low word of an argument is one of the values.
  void only_with(std::uint32_t call, int index, std::initializer_list<std::uint32_t> values) {
    skip_unless_equal(call, static_cast<std::uint8_t>(2 + 2 * values.size()));
    load(argument(index));
    for (const std::uint32_t value : values) {
      skip_unless_equal(value, 1);
      give(kAllow);
    }
    give(kNotPermitted);
  }
  // The call is refused when a low word of an argument is the value.
  void not_with(std::uint32_t call, int index, std::uint32_t value) {
    skip_unless_equal(call, 4);
    load(argument(index));
    skip_unless_equal(value, 1);
    give(kNotPermitted);
    load(offsetof(seccomp_data, nr));
  }

  std::vector<sock_filter> take() { return std::move(code_); }

 private:
  void add(int operation, std::uint32_t operand, std::uint8_t yes = 0, std::uint8_t no = 0) {
    code_.push_back({static_cast<std::uint16_t>(operation), yes, no, operand});
  }
  std::vector<sock_filter> code_;
};

}  // namespace

std::span<const std::uint32_t> refused_calls() {
  static constexpr auto kSorted = [] {
    auto sorted = std::to_array(kRefused);
    std::ranges::sort(sorted);
    return sorted;
  }();
  return kSorted;
}

std::vector<sock_filter> refusal_filter(std::uint32_t own_process, BpfReads bpf) {
  Program program;
  program.load(offsetof(seccomp_data, arch));
  program.skip_unless_equal(kArchitecture, 1);
  program.load(offsetof(seccomp_data, nr));
  program.skip_unless_above(kNewestKnown, 1);  // a foreign architecture's token is far above, too
  program.give(kNotImplemented);
  program.skip_unless_equal(SYS_clone3, 1);  // its flags lie in memory, where a filter cannot look
  program.give(kNotImplemented);
  if (bpf == BpfReads::counts) program.only_with(SYS_bpf, 0, {BPF_MAP_LOOKUP_ELEM, BPF_OBJ_GET_INFO_BY_FD});
  for (const std::uint32_t call : refused_calls()) {
    program.skip_unless_equal(call, 1);
    program.give(kNotPermitted);
  }
  program.skip_unless_equal(SYS_clone, 4);
  program.load(argument(0));
  program.skip_unless_any_of(kNewNamespaces, 1);
  program.give(kNotPermitted);
  program.give(kAllow);
  program.only_with(SYS_kill, 0, {own_process});
  program.only_with(SYS_tgkill, 0, {own_process});
  program.only_with(SYS_prlimit64, 0, {0, own_process});
  program.not_with(SYS_ioctl, 1, TIOCSTI);  // typing into the user's terminal
  program.not_with(SYS_ioctl, 1, TIOCLINUX);
  program.give(kAllow);
  return program.take();
}

Result<void> refuse_calls(BpfReads bpf) {
  std::vector<sock_filter> code = refusal_filter(static_cast<std::uint32_t>(getpid()), bpf);
  const sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
  const long failed = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
  if (failed < 0) return errno_error(errno, "seccomp");
  if (failed > 0) return fail(ErrorCode::system, "seccomp: a thread could not be reached");
  return {};
}

}  // namespace cordon::os
