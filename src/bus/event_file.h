// Events into a file, a line each. The file is replaced by a new one when it grows too large, and the oldest goes.
#pragma once

#include <cstdint>
#include <string>

#include "base/os/file_descriptor.h"
#include "bus/event_sink.h"

namespace cordon::bus {

struct Rotation {
  std::uint64_t bytes = 256u << 20;  // of one file; the first line that would pass it begins a new one
  std::uint32_t kept = 4;            // older files: NAME.1 is the youngest of them; 0 keeps none
};

class EventFile final : public EventSink {
 public:
  // Appends to the file, or makes it with mode 0600. A last line without an end, which a crash leaves, is ended first,
  // so that it costs itself only. Fails with not_a_regular_file, and as files do.
  static Result<EventFile> open(const std::string& path, const Rotation& rotation = {});
  EventFile(EventFile&&) = default;
  EventFile& operator=(EventFile&&) = delete;
  ~EventFile() override;  // writes what is buffered; what fails then is lost: call flush() first

  // Buffered. Fails with io and the other codes of files; then nothing of the event stands in the file.
  Result<void> put(const model::Event& event) override;
  // Everything is with the operating system.
  Result<void> flush() override;
  // Everything is on the disk.
  Result<void> sync();

 private:
  EventFile(os::FileDescriptor file, std::string path, Rotation rotation, std::uint64_t size)
      : file_(std::move(file)), path_(std::move(path)), rotation_(rotation), size_(size) {}
  Result<void> rotate();

  os::FileDescriptor file_;
  std::string path_;
  Rotation rotation_;
  std::uint64_t size_ = 0;  // of the file, without what is buffered
  std::string buffer_;      // whole lines
};

}  // namespace cordon::bus
