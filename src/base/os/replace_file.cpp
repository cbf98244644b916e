#include "base/os/replace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/os/file_descriptor.h"

namespace cordon::os {
namespace {

std::unexpected<Error> system_error(const std::string& path) {
  const ErrorCode code = errno == ENOENT || errno == ENOTDIR                   ? ErrorCode::not_found
                         : errno == EACCES || errno == EPERM || errno == EROFS ? ErrorCode::permission_denied
                                                                               : ErrorCode::io;
  return fail(code, "cannot write " + path + ": " + std::strerror(errno));
}

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<void> replace_file(const std::string& path, std::string_view content) {
  const std::string beside = path + ".new";
  // A leftover is a file of ours, and no link that somebody put there to have another file written over.
  ::unlink(beside.c_str());
  {
    const FileDescriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (file.get() < 0) return system_error(path);
    if (!write_all(file.get(), content) || ::fsync(file.get()) != 0) {
      const auto failure = system_error(path);
      ::unlink(beside.c_str());
      return failure;
    }
  }
  if (std::rename(beside.c_str(), path.c_str()) != 0) {
    const auto failure = system_error(path);
    ::unlink(beside.c_str());
    return failure;
  }
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const FileDescriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() >= 0) ::fsync(directory.get());  // the new name too survives a power cut
  return {};
}

}  // namespace cordon::os
