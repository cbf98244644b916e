// Attaching the loaded programs, each tier by itself.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/os/file_descriptor.h"
#include "base/result.h"

struct bpf_link;
struct bpf_object;

namespace cordon::host {

struct LinkCloser {
  void operator()(bpf_link* link) const;
};
using Link = std::unique_ptr<bpf_link, LinkCloser>;

struct ObjectCloser {
  void operator()(bpf_object* object) const;
};
using Object = std::unique_ptr<bpf_object, ObjectCloser>;

// Programs that make sense together only.
struct Tier {
  std::string_view name;  // process, connect, packets, names, files, uring
  std::vector<std::string_view> programs;
  std::string_view lost;  // what is not seen without it
};
const std::vector<Tier>& tiers();

// Attach what the object holds of a tier; the links are added. Fail: permission_denied, not_found, system; what was
// attached before the failure is detached. The cgroup is a folder; empty: the root of cgroup v2, from /proc/mounts.
Result<void> attach_tier(bpf_object& object, const Tier& tier, const std::string& cgroup, std::vector<Link>& links);

// A system call at whose end the tier "files" can look.
struct CallPoint {
  std::uint64_t tracepoint = 0;  // the kernel's number of it
  std::uint64_t shape = 0;       // kernel::CallShape, which the program gets as its cookie
};
// Those of this kernel. Needs a tracefs: a process that confines itself asks before. Fails: not_found,
// permission_denied, system.
Result<std::vector<CallPoint>> find_calls();
// Attached as long as it lives.
struct CallLink {
  os::FileDescriptor event, link;
};
// Attaches the tier "files" to them; on failure to none. Needs perf_event_open(2) and links of bpf(2), Linux 5.15, and
// nothing else. Fails: permission_denied, system.
Result<std::vector<CallLink>> attach_to_calls(bpf_object& object, std::span<const CallPoint> calls);

// The folder where cgroup v2 is mounted, from the text of /proc/mounts (proc_mounts(5)). Empty: nowhere.
std::string cgroup_root(std::string_view mounts);

}  // namespace cordon::host
