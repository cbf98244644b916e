// A file in memory without reading it: pages come from the disk when they are touched, and processes share them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace cordon::os {

// Read only. The file must not be shortened while it is mapped, which ends the process; files that are replaced
// (replace_file) keep their old content for those who have them mapped.
class MappedFile {
 public:
  // Fails with not_found, permission_denied, not_a_regular_file (never blocks on a FIFO) or io.
  static Result<MappedFile> open(const std::string& path);

  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept
      : start_(std::exchange(other.start_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(start_, other.start_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedFile();

  std::string_view content() const { return {static_cast<const char*>(start_), bytes_}; }

 private:
  void* start_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace cordon::os
