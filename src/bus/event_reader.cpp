#include "bus/event_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

#include "base/os/open_beneath.h"
#include "bus/event_line.h"

namespace cordon::bus {
namespace {

constexpr std::size_t kReadBytes = 256u << 10;
constexpr std::size_t kUnreadLines = 1'000;

}  // namespace

Result<EventReader> EventReader::open(const std::string& path, AtEnd at_end) {
  if (path == "-") return EventReader(os::FileDescriptor(::dup(STDIN_FILENO)), "(standard input)", at_end);
  os::FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file.valid()) return os::errno_error(errno, "cannot open " + path);
  struct stat state{};
  if (::fstat(file.get(), &state) != 0) return os::errno_error(errno, "cannot examine " + path);
  if (S_ISDIR(state.st_mode)) return fail(ErrorCode::not_a_regular_file, path + " is a folder");
  return EventReader(std::move(file), path, at_end);
}

Result<SourceState> EventReader::poll(std::chrono::milliseconds wait, EventSink& sink) {
  const std::size_t before = rest_.size();
  rest_.resize(before + kReadBytes);
  ssize_t got = 0;
  do got = ::read(file_.get(), rest_.data() + before, kReadBytes);
  while (got < 0 && errno == EINTR);
  const int error = errno;
  rest_.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
  if (got > 0) {
    TRY(take_lines(sink));
    return SourceState::open;
  }
  if (got < 0 && error == EAGAIN) {  // a pipe whose writer has nothing to say now
    pollfd ready{file_.get(), POLLIN, 0};
    ::poll(&ready, 1, static_cast<int>(wait.count()));
    return SourceState::open;
  }
  if (got < 0) return os::errno_error(error, "cannot read " + path_);
  return at_end(wait, sink);
}

Result<SourceState> EventReader::at_end(std::chrono::milliseconds wait, EventSink& sink) {
  os::FileDescriptor next;
  if (at_end_ == AtEnd::follow) {
    const Place place = what_stands_there();
    if (place == Place::same) {
      std::this_thread::sleep_for(wait);
      return SourceState::open;
    }
    // Between the last reading and the replacement more may have been written.
    if (place == Place::other && !std::exchange(replaced_, true)) return SourceState::open;
    next = os::FileDescriptor(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!next.valid() && errno == ENOENT) return SourceState::open;  // replaced again at this moment
    if (!next.valid()) return os::errno_error(errno, "cannot open " + path_);
  }
  ++line_;
  if (!skipping_ && parse_line(rest_)) {  // only its end is missing
    TRY(take_line(rest_, sink));
    rest_.clear();
  } else if (!rest_.empty() || skipping_) {
    note("truncated", "the file ends in the middle of a line: what stands before it was read");
    rest_.clear();
    skipping_ = false;
  }
  if (!next.valid()) return SourceState::ended;
  file_ = std::move(next);
  replaced_ = false;
  line_ = 0;
  return SourceState::open;
}

// Another file stands at the path, or the same one was emptied.
EventReader::Place EventReader::what_stands_there() const {
  struct stat mine{}, there{};
  if (::fstat(file_.get(), &mine) != 0 || ::stat(path_.c_str(), &there) != 0 || !S_ISREG(there.st_mode))
    return Place::same;
  if (mine.st_ino != there.st_ino || mine.st_dev != there.st_dev) return Place::other;
  return ::lseek(file_.get(), 0, SEEK_CUR) > there.st_size ? Place::emptied : Place::same;
}

Result<void> EventReader::take_lines(EventSink& sink) {
  std::size_t begin = 0;
  for (std::size_t end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n', begin)) {
    ++line_;
    const std::string_view line = std::string_view(rest_).substr(begin, end - begin);
    begin = end + 1;
    if (std::exchange(skipping_, false)) continue;
    TRY(take_line(line, sink));
  }
  rest_.erase(0, begin);
  if (rest_.size() <= kLineBytes) return {};
  if (!skipping_) {
    ++line_;
    note("too_large", "a line longer than an event is");
    --line_;
  }
  skipping_ = true;
  rest_.clear();
  return {};
}

Result<void> EventReader::take_line(std::string_view line, EventSink& sink) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) return {};
  const Result<model::Event> event = parse_line(line);
  if (!event) {
    note(std::string(to_string(event.error().code)), event.error().message);
    return {};
  }
  ++events_;
  return sink.put(*event);
}

void EventReader::note(std::string code, std::string reason) {
  if (unread_.size() < kUnreadLines) unread_.push_back({path_, line_, std::move(code), std::move(reason), true});
  else ++more_unread_;
}

std::vector<model::FileUnread> EventReader::unread() const {
  std::vector<model::FileUnread> all = unread_;
  if (more_unread_ > 0)
    all.push_back({path_, 0, "too_many", std::to_string(more_unread_) + " further lines are no events", true});
  return all;
}

std::vector<model::FileUnread> EventReader::take_unread() {
  std::vector<model::FileUnread> all = unread();
  unread_.clear();
  more_unread_ = 0;
  return all;
}

}  // namespace cordon::bus
