#include "base/os/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/os/file_descriptor.h"
#include "base/os/open_beneath.h"
#include "base/os/write_all.h"

namespace cordon::os {

Result<void> make_private_file(const std::string& path, std::string_view content) {
  // The mode is given when the file is made, because a confined process may not change it afterwards.
  const mode_t mask = ::umask(0);
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  const int error = errno;
  ::umask(mask);
  if (!file.valid() && error == EEXIST)
    return fail(ErrorCode::invalid_value, path + " is there already, and is not written over");
  if (!file.valid()) return errno_error(error, "cannot write " + path);
  Result<void> written = write_all(file.get(), content);
  if (written && ::fsync(file.get()) != 0) written = errno_error(errno, "cannot write " + path);
  if (!written) ::unlink(path.c_str());
  return written;
}

}  // namespace cordon::os
