// Attaching the loaded programs, each tier by itself.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

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
  std::string_view name;  // process, connect, packets, files, uring
  std::vector<std::string_view> programs;
  std::string_view lost;  // what is not seen without it
};
const std::vector<Tier>& tiers();

// Attach what the object holds of a tier; the links are added. Fail: permission_denied, not_found, system; what was
// attached before the failure is detached. The cgroup is a folder; empty: the root of cgroup v2, from /proc/mounts.
Result<void> attach_tier(bpf_object& object, const Tier& tier, const std::string& cgroup, std::vector<Link>& links);

// Whether tracepoints of system calls can be opened here, as attaching the tier "files" does. Fails as that would.
Result<void> can_watch_calls();

// The folder where cgroup v2 is mounted, from the text of /proc/mounts (proc_mounts(5)). Empty: nowhere.
std::string cgroup_root(std::string_view mounts);

}  // namespace cordon::host
