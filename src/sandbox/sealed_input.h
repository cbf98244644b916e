// Bytes in a file in memory that nobody can change any more, so that they can be handed to another process without
// copying them once for each. memfd_create(2), fcntl(2).
#pragma once

#include <cstdint>
#include <string_view>

#include "base/os/file_descriptor.h"
#include "base/result.h"

namespace cordon::sandbox {

class SealedInput {
 public:
  // An empty file to write into, for what arrives in parts: then seal() it.
  static Result<os::FileDescriptor> open();

  // Takes over a file that open() gave; it can be read only from here on. Fails with invalid_value when it is no such
  // file or still mapped for writing, else with the codes of errno_error.
  static Result<SealedInput> seal(os::FileDescriptor file);

  // A copy of bytes. Fails with the codes of errno_error.
  static Result<SealedInput> copy(std::string_view bytes);

  int descriptor() const { return file_.get(); }
  std::uint64_t size() const { return size_; }

 private:
  SealedInput(os::FileDescriptor file, std::uint64_t size) : file_(std::move(file)), size_(size) {}
  os::FileDescriptor file_;
  std::uint64_t size_;
};

}  // namespace cordon::sandbox
