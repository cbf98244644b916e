#include "base/os/confine.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/os/landlock.h"
#include "base/os/open_beneath.h"
#include "base/os/seccomp_filter.h"

namespace cordon::os {
namespace {

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

FileDescriptor open_path(const std::string& path) { return FileDescriptor(open(path.c_str(), O_PATH | O_CLOEXEC)); }

// What the write paths stand for, opened before anything is confined.
Result<std::vector<FileDescriptor>> open_outputs(const std::vector<std::string>& paths) {
  std::vector<FileDescriptor> opened;
  for (const std::string& path : paths) {
    FileDescriptor output = open_path(path);
    if (!output.valid() && errno == ENOENT) output = open_path(folder_of(path));
    if (!output.valid()) return errno_error(errno, "open " + path);
    opened.push_back(std::move(output));
  }
  return opened;
}

Result<void> confine_files(int abi, const Confinement& confinement, const std::vector<FileDescriptor>& outputs) {
  const Ruleset ruleset = TRY(Ruleset::create(abi));
  for (const std::string& path : confinement.read_paths) {
    const FileDescriptor input = open_path(path);
    if (input.valid()) TRY(ruleset.grant(input.get(), PathRights::read));
  }
  for (const FileDescriptor& output : outputs) TRY(ruleset.grant(output.get(), PathRights::write));
  return ruleset.enforce();
}

// Threads of this process; 1 when /proc does not say.
std::uint64_t count_threads() {
  struct stat facts{};
  if (stat("/proc/self/task", &facts) != 0 || facts.st_nlink < 3) return 1;
  return facts.st_nlink - 2;  // every thread is a folder
}

void explain(std::string& why_not, std::string reason) {
  if (!why_not.empty()) why_not += "; ";
  why_not += std::move(reason);
}

}  // namespace

Result<ConfinementReport> confine(const Confinement& confinement) {
  const std::vector<FileDescriptor> outputs = TRY(open_outputs(confinement.write_paths));
  ConfinementReport report;
  report.landlock_abi = landlock_abi();
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    report.why_not = "the kernel refuses no_new_privs";
    return report;
  }
  if (report.landlock_abi == 0) {
    explain(report.why_not, "this kernel has no Landlock, or it is switched off");
  } else if (const auto confined = confine_files(report.landlock_abi, confinement, outputs); !confined) {
    explain(report.why_not, confined.error().message);
  } else {
    report.landlock = true;
    if (count_threads() > 1) explain(report.why_not, "threads that ran before are not confined by Landlock");
  }
  if (const auto refused = refuse_calls(confinement.bpf); !refused) explain(report.why_not, refused.error().message);
  else report.seccomp = true;
  return report;
}

}  // namespace cordon::os
