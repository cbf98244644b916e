// The lines of a file that may be large, may grow while it is read, and may end in the middle of a line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/os/file_descriptor.h"
#include "base/result.h"

namespace cordon::response {

struct Line {
  std::string_view bytes;    // without its end; holds until the next call
  std::uint64_t number = 0;  // 1-based
  std::uint64_t offset = 0;  // of its first byte
  bool whole = true;         // a line feed stands behind it; false for the end of a file that was cut
  bool too_long = false;     // `bytes` holds its beginning only
};

class LineReader {
 public:
  // Reads from where the descriptor stands, to the end that the file has then.
  explicit LineReader(os::FileDescriptor file, std::size_t max_line_bytes = 16u << 20);
  // Fails with the codes of errno_error, and with not_a_regular_file (never blocks on a FIFO).
  static Result<LineReader> open(const std::string& path, std::size_t max_line_bytes = 16u << 20);

  // Nothing at the end. Fails with io.
  Result<std::optional<Line>> next();

 private:
  Result<bool> fill();
  os::FileDescriptor file_;
  std::size_t max_line_bytes_;
  std::string buffer_;
  std::size_t at_ = 0;        // of the buffer: where the next line begins
  std::uint64_t offset_ = 0;  // of the file: the same
  std::uint64_t number_ = 0;
  bool ended_ = false;
};

}  // namespace cordon::response
