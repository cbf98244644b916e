#include "base/os/replace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/os/file_descriptor.h"
#include "base/os/open_beneath.h"
#include "base/os/write_all.h"

namespace cordon::os {
namespace {

std::unexpected<Error> cannot_write(const std::string& path) { return errno_error(errno, "cannot write " + path); }

}  // namespace

Result<void> replace_file(const std::string& path, std::string_view content) {
  const std::string beside = path + ".new";
  // A leftover is a file of ours, and no link that somebody put there to have another file written over.
  ::unlink(beside.c_str());
  {
    const FileDescriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (file.get() < 0) return cannot_write(path);
    Result<void> written = write_all(file.get(), content);
    if (written && ::fsync(file.get()) != 0) written = cannot_write(path);
    if (!written) {
      ::unlink(beside.c_str());
      return written;
    }
  }
  if (std::rename(beside.c_str(), path.c_str()) != 0) {
    const auto failure = cannot_write(path);
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
