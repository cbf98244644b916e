// Events out of a file that was written a line each, also while it is still being written.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/os/file_descriptor.h"
#include "bus/event_source.h"

namespace cordon::bus {

// At its end a source that follows waits for more, the other has ended.
enum class AtEnd : std::uint8_t { stop, follow };

class EventReader final : public EventSource {
 public:
  // `path` may be "-", standard input. Fails with not_a_regular_file for a directory, and as files do.
  static Result<EventReader> open(const std::string& path, AtEnd at_end = AtEnd::stop);

  // A line that is no event becomes a line of unread(), and the others stay; so does the rest of a file that ends in
  // the middle of a line. Following, a file that was replaced by a new one of its name (Rotation) is read to its end,
  // and then goes on there.
  Result<SourceState> poll(std::chrono::milliseconds wait, EventSink& sink) override;

  // What could not be read so far: at most 1,000 lines, then one that counts the others.
  std::vector<model::FileUnread> unread() const;
  // The same since the last call, for whoever tells it while more is read.
  std::vector<model::FileUnread> take_unread();
  std::uint64_t events() const { return events_; }

 private:
  EventReader(os::FileDescriptor file, std::string path, AtEnd at_end)
      : file_(std::move(file)), path_(std::move(path)), at_end_(at_end) {}
  Result<void> take_lines(EventSink& sink);
  Result<void> take_line(std::string_view line, EventSink& sink);
  Result<SourceState> at_end(std::chrono::milliseconds wait, EventSink& sink);
  enum class Place : std::uint8_t { same, emptied, other };
  Place what_stands_there() const;
  void note(std::string code, std::string reason);

  os::FileDescriptor file_;
  std::string path_;
  AtEnd at_end_;
  std::string rest_;        // the beginning of a line whose end has not come yet
  bool replaced_ = false;   // another file stands at the path; this one is read once more, for what came before that
  bool skipping_ = false;   // the line is too long: up to its end it is passed over
  std::uint32_t line_ = 0;  // lines taken
  std::uint64_t events_ = 0;
  std::uint64_t more_unread_ = 0;
  std::vector<model::FileUnread> unread_;
};

}  // namespace cordon::bus
