#include "base/os/place_file.h"

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

std::string folder_of_file(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

// Gives `beside` the name `path`; 0, or the error number.
int give_name(const std::string& beside, const std::string& path, Existing existing) {
  if (existing == Existing::replaced) return std::rename(beside.c_str(), path.c_str()) == 0 ? 0 : errno;
  if (::renameat2(AT_FDCWD, beside.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // File systems that cannot do it in one.
  if (::link(beside.c_str(), path.c_str()) != 0) return errno;
  ::unlink(beside.c_str());
  return 0;
}

}  // namespace

Result<void> place_file(const std::string& path, std::string_view content, bool executable, Existing existing) {
  const std::string beside = path + ".new-" + std::to_string(::getpid());
  ::unlink(beside.c_str());  // of a process that was killed and had this number
  const mode_t mode = executable ? 0777 : 0666;
  {
    const FileDescriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!file.valid()) return errno_error(errno, "cannot write " + path);
    Result<void> written = write_all(file.get(), content);
    if (written && ::fsync(file.get()) != 0) written = errno_error(errno, "cannot write " + path);
    if (!written) {
      ::unlink(beside.c_str());
      return written;
    }
  }
  if (const int failure = give_name(beside, path, existing); failure != 0) {
    ::unlink(beside.c_str());
    if (failure == EEXIST) return fail(ErrorCode::invalid_value, path + " is there already, and is not written over");
    return errno_error(failure, "cannot write " + path);
  }
  const FileDescriptor folder(::open(folder_of_file(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.valid()) ::fsync(folder.get());  // the new name too survives a power cut
  return {};
}

}  // namespace cordon::os
