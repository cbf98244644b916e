#include "bus/event_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/os/open_beneath.h"
#include "base/os/write_all.h"
#include "bus/event_line.h"

namespace cordon::bus {
namespace {

constexpr std::size_t kBufferBytes = 64u << 10;
// While the file cannot be written, this much waits for it.
constexpr std::size_t kMostBuffered = 4u << 20;

std::unexpected<Error> cannot(const char* what, const std::string& path) {
  return os::errno_error(errno, std::string("cannot ") + what + " " + path);
}

// O_NONBLOCK so that a FIFO that nobody reads is an error, not a wait.
Result<os::FileDescriptor> open_for_append(const std::string& path) {
  os::FileDescriptor file(::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600));
  if (!file.valid()) return cannot("open", path);
  return file;
}

}  // namespace

Result<EventFile> EventFile::open(const std::string& path, const Rotation& rotation) {
  os::FileDescriptor file = TRY(open_for_append(path));
  struct stat state{};
  if (::fstat(file.get(), &state) != 0) return cannot("examine", path);
  if (!S_ISREG(state.st_mode)) return fail(ErrorCode::not_a_regular_file, path + " is no regular file");
  auto size = static_cast<std::uint64_t>(state.st_size);
  char last = '\n';
  if (size > 0 && ::pread(file.get(), &last, 1, state.st_size - 1) == 1 && last != '\n') {
    TRY(os::write_all(file.get(), "\n"));
    ++size;
  }
  return EventFile(std::move(file), path, rotation, size);
}

EventFile::~EventFile() {
  if (file_.valid()) (void)flush();
}

Result<void> EventFile::put(const model::Event& event) {
  const std::string line = to_line(event);
  if (buffer_.size() + line.size() >= kMostBuffered) TRY(flush());
  if (size_ + buffer_.size() > 0 && size_ + buffer_.size() + line.size() + 1 > rotation_.bytes) {
    TRY(flush());
    TRY(rotate());
  }
  buffer_ += line;
  buffer_ += '\n';
  // What cannot be written now stays in the buffer: only a full buffer is a failure.
  if (buffer_.size() >= kBufferBytes) (void)flush();
  return {};
}

Result<void> EventFile::flush() {
  if (buffer_.empty()) return {};
  const Result<void> written = os::write_all(file_.get(), buffer_);
  if (!written) {
    // No half of a line stays, where that can be had; what is buffered is written again.
    if (::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0) return cannot("shorten", path_);
    return std::unexpected(written.error());
  }
  size_ += buffer_.size();
  buffer_.clear();
  return {};
}

Result<void> EventFile::sync() {
  TRY(flush());
  if (::fdatasync(file_.get()) != 0) return cannot("sync", path_);
  return {};
}

Result<void> EventFile::rotate() {
  const auto older = [&](std::uint32_t number) { return path_ + "." + std::to_string(number); };
  if (rotation_.kept == 0) {
    if (::ftruncate(file_.get(), 0) != 0) return cannot("empty", path_);
    size_ = 0;
    return {};
  }
  for (std::uint32_t number = rotation_.kept - 1; number > 0; --number)
    if (std::rename(older(number).c_str(), older(number + 1).c_str()) != 0 && errno != ENOENT)
      return cannot("rename", older(number));
  if (std::rename(path_.c_str(), older(1).c_str()) != 0) return cannot("rename", path_);
  file_ = TRY(open_for_append(path_));
  size_ = 0;
  return {};
}

}  // namespace cordon::bus
