#include "response/line_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/os/open_beneath.h"

namespace cordon::response {
namespace {

constexpr std::size_t kChunkBytes = 256u << 10;

}  // namespace

LineReader::LineReader(os::FileDescriptor file, std::size_t max_line_bytes)
    : file_(std::move(file)), max_line_bytes_(max_line_bytes) {}

Result<LineReader> LineReader::open(const std::string& path, std::size_t max_line_bytes) {
  os::FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.valid()) return os::errno_error(errno, "cannot open " + path);
  struct stat facts{};
  if (::fstat(file.get(), &facts) != 0) return os::errno_error(errno, "cannot look at " + path);
  if (!S_ISREG(facts.st_mode)) return fail(ErrorCode::not_a_regular_file, path + " is no regular file");
  return LineReader(std::move(file), max_line_bytes);
}

// Whether there was more.
Result<bool> LineReader::fill() {
  if (ended_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t had = buffer_.size();
  buffer_.resize(had + kChunkBytes);
  ssize_t count = 0;
  do count = ::read(file_.get(), buffer_.data() + had, kChunkBytes);
  while (count < 0 && errno == EINTR);
  buffer_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  if (count < 0) return os::errno_error(errno, "cannot read on");
  ended_ = count == 0;
  return !ended_;
}

Result<std::optional<Line>> LineReader::next() {
  std::size_t looked = 0;  // bytes of this line that hold no line feed
  bool too_long = false;
  std::string beginning;     // of a line that is too long
  std::uint64_t length = 0;  // of what was dropped behind it
  for (;;) {
    const std::size_t end = buffer_.find('\n', at_ + looked);
    const bool found = end != std::string::npos;
    const std::size_t bytes = (found ? end : buffer_.size()) - at_;
    if (bytes > max_line_bytes_ && !too_long) {
      too_long = true;
      beginning = buffer_.substr(at_, max_line_bytes_);
    }
    if (!found && too_long) {
      length += bytes;
      at_ = buffer_.size();
    }
    looked = found ? 0 : buffer_.size() - at_;
    if (found || !TRY(fill())) {
      const std::size_t rest = (found ? end : buffer_.size()) - at_;
      length += rest;
      if (!found && length == 0) return std::nullopt;
      Line line;
      line.number = ++number_;
      line.offset = offset_;
      line.whole = found;
      line.too_long = too_long;
      const std::size_t start = at_;
      at_ += rest + (found ? 1 : 0);
      offset_ += length + (found ? 1 : 0);
      // The beginning moves to the end of the buffer, where nothing reads it again before the next call.
      if (too_long) {
        buffer_ = beginning + buffer_.substr(at_);
        at_ = beginning.size();
        line.bytes = std::string_view(buffer_).substr(0, beginning.size());
      } else {
        line.bytes = std::string_view(buffer_).substr(start, rest);
      }
      return line;
    }
  }
}

}  // namespace cordon::response
