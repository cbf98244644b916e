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
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid() && errno == EEXIST)
    return fail(ErrorCode::invalid_value, path + " is there already, and is not written over");
  if (!file.valid()) return errno_error(errno, "cannot write " + path);
  Result<void> written = write_all(file.get(), content);
  if (written && (::fchmod(file.get(), 0600) != 0 || ::fsync(file.get()) != 0))
    written = errno_error(errno, "cannot write " + path);
  if (!written) ::unlink(path.c_str());
  return written;
}

}  // namespace cordon::os
