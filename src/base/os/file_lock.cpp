#include "base/os/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "base/os/open_beneath.h"

namespace cordon::os {

Result<FileLock> FileLock::take(const std::string& path, bool wait) {
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644));
  if (!file.valid()) return errno_error(errno, "cannot lock " + path);
  return lock(std::move(file), path, wait);
}

Result<FileLock> FileLock::take_folder(const std::string& path, bool wait) {
  FileDescriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid()) return errno_error(errno, "cannot lock " + path);
  return lock(std::move(folder), path, wait);
}

Result<FileLock> FileLock::lock(FileDescriptor file, const std::string& path, bool wait) {
  while (::flock(file.get(), wait ? LOCK_EX : LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) return fail(ErrorCode::unavailable, "another process has locked " + path);
    return errno_error(errno, "cannot lock " + path);
  }
  return FileLock(std::move(file));
}

}  // namespace cordon::os
