#include "base/os/write_all.h"

#include <unistd.h>

#include <cerrno>

#include "base/os/open_beneath.h"

namespace cordon::os {

Result<void> write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno_error(errno, "cannot write");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace cordon::os
