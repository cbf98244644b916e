// What this machine can do for Cordon, found by asking the kernel and not by guessing from its version.
#pragma once

#include <cstdint>
#include <string>

namespace cordon::os {

struct Capabilities {  // effective ones of this process, capabilities(7)
  bool sys_admin = false;
  bool net_admin = false;
  bool net_raw = false;
  bool sys_ptrace = false;
  bool bpf = false;  // Linux 5.8
  bool perfmon = false;
};

struct Machine {
  std::string kernel_release;            // "6.1.0-18-amd64"
  std::string architecture;              // "x86_64"
  unsigned cores = 0;                    // that this process may use
  std::uint64_t memory_bytes = 0;        // of the machine
  std::uint64_t memory_limit_bytes = 0;  // of our control group; 0 = none found
  bool root = false;
  bool openat2 = false;
  int landlock_abi = 0;                // 0 = none
  bool seccomp = false;                // filters may be installed
  bool user_namespaces = false;        // an unprivileged process can make one and hold capabilities in it
  int cgroup_version = 0;              // 1, 2 or 0 = none mounted
  bool cgroup_writable = false;        // by this process
  bool btf = false;                    // the kernel describes its types: portable BPF programs load
  bool bpf_syscall = false;            // this process may call bpf(2): a map could be made
  int unprivileged_bpf_disabled = -1;  // the sysctl; -1 = unknown
  bool lsm_bpf = false;                // "bpf" is among the active security modules
  Capabilities capabilities;
};

// Never fails: what cannot be found out stays at "no". A child process is forked to try user namespaces; nothing else
// changes. A few milliseconds.
Machine examine_machine();

}  // namespace cordon::os
