// A body that arrives in several runs: what is there already, and the etag of what it is a part of, stand beside the
// file until it is whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/os/file_descriptor.h"
#include "base/result.h"

namespace cordon::net {

class PartialFile {
 public:
  // Opens or makes `path`.part. Nobody else may write it at the same time. Fails as files do.
  static Result<PartialFile> open(const std::string& path);

  std::uint64_t bytes() const { return bytes_; }
  // Of what the bytes are the beginning; empty when there are none, or when they cannot be gone on from.
  const std::string& etag() const { return etag_; }

  // Forgets what is there. What comes belongs to this etag; only a strong one can be gone on from.
  Result<void> restart(std::string_view etag);
  Result<void> append(std::string_view bytes);
  // Brings the bytes to the disk and gives the file its name. Call it once.
  Result<void> finish();
  void remove();

  std::string part_path() const { return path_ + ".part"; }

 private:
  std::string path_, etag_;
  os::FileDescriptor file_;
  std::uint64_t bytes_ = 0;
};

}  // namespace cordon::net
