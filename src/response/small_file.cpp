#include "response/small_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "base/os/file_descriptor.h"
#include "base/os/open_beneath.h"

namespace cordon::response {

namespace {

// Up to `max_bytes`, and one more where there is more.
Result<std::string> read_up_to(const std::string& path, std::uint64_t max_bytes) {
  const os::FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.valid()) return os::errno_error(errno, "cannot open " + path);
  struct stat facts{};
  if (::fstat(file.get(), &facts) != 0) return os::errno_error(errno, "cannot look at " + path);
  if (!S_ISREG(facts.st_mode)) return fail(ErrorCode::not_a_regular_file, path + " is no regular file");
  std::string text;
  std::array<char, 64u << 10> chunk;
  while (text.size() <= max_bytes) {
    const ssize_t count = ::read(file.get(), chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return os::errno_error(errno, "cannot read " + path);
    if (count == 0) break;
    text.append(chunk.data(), static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace

Result<std::string> read_small_file(const std::string& path, std::uint64_t max_bytes) {
  std::string text = TRY(read_up_to(path, max_bytes));
  if (text.size() > max_bytes) return fail(ErrorCode::too_large, path + " is larger than the limit");
  return text;
}

Result<std::string> read_beginning(const std::string& path, std::uint64_t bytes) {
  std::string text = TRY(read_up_to(path, bytes));
  if (text.size() > bytes) text.resize(bytes);
  return text;
}

}  // namespace cordon::response
