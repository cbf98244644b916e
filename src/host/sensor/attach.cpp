#include "host/sensor/attach.h"

#include <bpf/libbpf.h>
#include <fcntl.h>

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
    Call{"link", kernel::kCallLink},          Call{"linkat", kernel::kCallLinkAt},
    Call{"symlink", kernel::kCallSymlink},    Call{"symlinkat", kernel::kCallSymlinkAt},
    Call{"fchmodat2", kernel::kCallChmodAt},  Call{"fchmod", kernel::kCallFchmod},
};

Result<void> attach_call(bpf_program* program, const os::FileDescriptor& tracefs, const Call& call,
                         std::vector<Link>& links) {
  auto event = open_tracepoint(tracefs, "syscalls/sys_exit_" + std::string(call.name));
  if (!event && event.error().code == ErrorCode::not_found) return {};
  if (!event) return std::unexpected(std::move(event.error()));
  bpf_perf_event_opts options{};
  options.sz = sizeof options;
  options.bpf_cookie = call.shape;
  Link link(bpf_program__attach_perf_event_opts(program, event->get(), &options));
  if (!link) return refused(call.name);
  static_cast<void>(event->release());  // the link closes it
  links.push_back(std::move(link));
  return {};
}

Result<void> attach_to_calls(bpf_object& object, const Tier& tier, std::vector<Link>& links) {
  os::FileDescriptor tracefs = TRY(open_tracefs());
  bpf_program* program = TRY(program_of(object, tier.programs.front()));
  std::size_t before = links.size();
  for (const Call& call : kCalls) {
    TRY(attach_call(program, tracefs, call, links));
  }
  if (links.size() == before) return fail(ErrorCode::not_found, "the kernel has no tracepoints of system calls");
  return {};
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
  } else if (tier.name == "files") {
    done = attach_to_calls(object, tier, added);
  } else {
    done = attach_to_cgroup(object, tier, cgroup, added);
  }
  if (!done) return done;
  links.insert(links.end(), std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
  return {};
}

Result<void> can_watch_calls() {
  os::FileDescriptor tracefs = TRY(open_tracefs());
  TRY(open_tracepoint(tracefs, "syscalls/sys_exit_openat"));
  return {};
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
