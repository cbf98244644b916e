#include "host/sensor/attach.h"

#include <bpf/libbpf.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "base/os/file_descriptor.h"
#include "bpf/event.h"
#include "host/sensor/tracepoint.h"

namespace cordon::host {

namespace {

std::unexpected<Error> refused(std::string_view what) {
  ErrorCode code = errno == EPERM || errno == EACCES ? ErrorCode::permission_denied : ErrorCode::system;
  return fail(code, std::string(what) + ": " + std::strerror(errno));
}

Result<bpf_program*> program_of(bpf_object& object, std::string_view name) {
  bpf_program* program = bpf_object__find_program_by_name(&object, std::string(name).c_str());
  if (program == nullptr) return fail(ErrorCode::internal, "there is no program " + std::string(name));
  return program;
}

Result<void> attach_traced(bpf_object& object, const Tier& tier, std::vector<Link>& links) {
  for (std::string_view name : tier.programs) {
    bpf_program* program = TRY(program_of(object, name));
    Link link(bpf_program__attach(program));
    if (!link) return refused(name);
    links.push_back(std::move(link));
  }
  return {};
}

Result<void> attach_to_cgroup(bpf_object& object, const Tier& tier, std::string folder, std::vector<Link>& links) {
  if (folder.empty()) {
    std::ifstream mounts("/proc/mounts");
    folder = cgroup_root(std::string(std::istreambuf_iterator<char>(mounts), {}));
  }
  if (folder.empty()) return fail(ErrorCode::not_found, "cgroup v2 is mounted nowhere");
  os::FileDescriptor cgroup(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!cgroup.valid()) return refused(folder);
  for (std::string_view name : tier.programs) {
    bpf_program* program = TRY(program_of(object, name));
    Link link(bpf_program__attach_cgroup(program, cgroup.get()));
    if (!link) return refused(name);
    links.push_back(std::move(link));
  }
  return {};
}

struct Call {
  std::string_view name;
  kernel::CallShape shape;
};
// Some of these exist on some architectures or kernels only.
constexpr std::array kCalls{
    Call{"open", kernel::kCallOpen},          Call{"openat", kernel::kCallOpen},
    Call{"openat2", kernel::kCallOpen},       Call{"creat", kernel::kCallOpen},
    Call{"rename", kernel::kCallRename},      Call{"renameat", kernel::kCallRenameAt},
    Call{"renameat2", kernel::kCallRenameAt}, Call{"unlink", kernel::kCallUnlink},
    Call{"unlinkat", kernel::kCallUnlinkAt},  Call{"rmdir", kernel::kCallUnlink},
    Call{"chmod", kernel::kCallChmod},        Call{"fchmodat", kernel::kCallChmodAt},
    Call{"fchmodat2", kernel::kCallChmodAt},  Call{"fchmod", kernel::kCallFchmod},
};

// Not by libbpf, which tries out what the kernel can do when it does so for the first time, and loads programs for
// that.
Result<CallLink> attach_call(int program, const CallPoint& call) {
  CallLink made;
  made.event = TRY(open_tracepoint(call.tracepoint));
  bpf_attr attributes{};
  attributes.link_create.prog_fd = static_cast<std::uint32_t>(program);
  attributes.link_create.target_fd = static_cast<std::uint32_t>(made.event.get());
  attributes.link_create.attach_type = BPF_PERF_EVENT;
  attributes.link_create.perf_event.bpf_cookie = call.shape;
  made.link = os::FileDescriptor(static_cast<int>(syscall(SYS_bpf, BPF_LINK_CREATE, &attributes, sizeof attributes)));
  if (!made.link.valid()) return refused("attaching to a system call");
  if (ioctl(made.event.get(), PERF_EVENT_IOC_ENABLE, 0) != 0) return refused("looking at a system call");
  return made;
}

}  // namespace

void LinkCloser::operator()(bpf_link* link) const { bpf_link__destroy(link); }
void ObjectCloser::operator()(bpf_object* object) const { bpf_object__close(object); }

const std::vector<Tier>& tiers() {
  static const std::vector<Tier> kTiers{
      {"process", {"on_fork", "on_exec", "on_exit"}, "nothing"},
      {"connect", {"on_connect4", "on_connect6", "on_sendmsg4", "on_sendmsg6"}, "connections"},
      {"packets", {"on_packet"}, "own ports and first bytes of connections"},
      {"names", {"on_answer"}, "names that addresses were asked for under"},
      {"files", {"on_call_done"}, "files that scripts touch"},
      {"uring", {"on_uring"}, "files that scripts touch through io_uring"},
  };
  return kTiers;
}

Result<void> attach_tier(bpf_object& object, const Tier& tier, const std::string& cgroup, std::vector<Link>& links) {
  std::vector<Link> added;
  Result<void> done;
  if (tier.name == "process" || tier.name == "uring") {
    done = attach_traced(object, tier, added);
  } else {
    done = attach_to_cgroup(object, tier, cgroup, added);
  }
  if (!done) return done;
  links.insert(links.end(), std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
  return {};
}

Result<std::vector<CallPoint>> find_calls() {
  os::FileDescriptor tracefs = TRY(open_tracefs());
  std::vector<CallPoint> calls;
  for (const Call& call : kCalls) {
    auto number = tracepoint_number(tracefs, "syscalls/sys_exit_" + std::string(call.name));
    if (!number && number.error().code == ErrorCode::not_found) continue;
    calls.push_back({TRY(std::move(number)), std::uint64_t{call.shape}});
  }
  if (calls.empty()) return fail(ErrorCode::not_found, "the kernel has no tracepoints of system calls");
  return calls;
}

Result<std::vector<CallLink>> attach_to_calls(bpf_object& object, std::span<const CallPoint> calls) {
  const bpf_program* program = TRY(program_of(object, "on_call_done"));
  std::vector<CallLink> links;
  for (const CallPoint& call : calls) links.push_back(TRY(attach_call(bpf_program__fd(program), call)));
  return links;
}

std::string cgroup_root(std::string_view mounts) {
  while (!mounts.empty()) {
    std::string_view line = mounts.substr(0, mounts.find('\n'));
    mounts.remove_prefix(std::min(mounts.size(), line.size() + 1));
    std::size_t folder = line.find(' ');
    if (folder == std::string_view::npos) continue;
    std::size_t type = line.find(' ', folder + 1);
    if (type == std::string_view::npos) continue;
    if (line.substr(type + 1).starts_with("cgroup2 ")) return std::string(line.substr(folder + 1, type - folder - 1));
  }
  return {};
}

}  // namespace cordon::host
