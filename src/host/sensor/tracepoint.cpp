#include "host/sensor/tracepoint.h"

#include <fcntl.h>
#include <linux/perf_event.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>

namespace cordon::host {

namespace {

std::unexpected<Error> refused(const std::string& what) {
  ErrorCode code = errno == EPERM || errno == EACCES ? ErrorCode::permission_denied : ErrorCode::system;
  if (errno == ENOENT) code = ErrorCode::not_found;
  return fail(code, what + ": " + std::strerror(errno));
}

Result<std::uint64_t> tracepoint_number(const os::FileDescriptor& tracefs, std::string_view name) {
  std::string path = "events/" + std::string(name) + "/id";
  os::FileDescriptor file(openat(tracefs.get(), path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return refused("tracepoint " + std::string(name));
  std::array<char, 32> text{};
  ssize_t length = ::read(file.get(), text.data(), text.size());
  if (length < 0) return refused("reading the number of tracepoint " + std::string(name));
  std::uint64_t number = 0;
  if (std::from_chars(text.data(), text.data() + length, number).ec != std::errc{}) {
    return fail(ErrorCode::system, "tracepoint " + std::string(name) + " has no number");
  }
  return number;
}

}  // namespace

Result<os::FileDescriptor> open_tracefs() {
  os::FileDescriptor context(fsopen("tracefs", FSOPEN_CLOEXEC));
  if (!context.valid()) return refused("opening tracefs");
  if (fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) return refused("making a tracefs");
  os::FileDescriptor mounted(fsmount(context.get(), FSMOUNT_CLOEXEC, MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NOSUID));
  if (!mounted.valid()) return refused("mounting a tracefs");
  return mounted;
}

Result<os::FileDescriptor> open_tracepoint(const os::FileDescriptor& tracefs, std::string_view name) {
  perf_event_attr attributes{};
  attributes.type = PERF_TYPE_TRACEPOINT;
  attributes.size = sizeof attributes;
  attributes.config = TRY(tracepoint_number(tracefs, name));
  // One CPU stands for all: a program hangs on the tracepoint itself, whichever event it was attached through.
  long event = syscall(SYS_perf_event_open, &attributes, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
  if (event < 0) return refused("opening tracepoint " + std::string(name));
  return os::FileDescriptor(static_cast<int>(event));
}

}  // namespace cordon::host
