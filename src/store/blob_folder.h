// Files kept under the digest of their content: written beside, then given their name, so that whoever finds one finds
// all of it, whenever a writer was killed.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/os/file_descriptor.h"
#include "base/result.h"

namespace cordon::store {

struct Blob {
  std::shared_ptr<const os::FileDescriptor> file;  // open for reading
  std::uint64_t size = 0;
};

// Safe to use from several threads; one process writes at a time (the caller holds a lock over the folder).
class BlobFolder {
 public:
  // Makes the folder (mode 0700) where it is not there, and removes what writers left that were killed. Fails with
  // errno_error's codes.
  static Result<BlobFolder> open(const std::string& path);

  // A path that nobody has, for content whose digest is not known yet.
  std::string path_for_new();

  // Gives the file its name, which is lower-case hexadecimal of at least 16 digits; a file of that name is replaced.
  // Fails with invalid_value (no digest) or errno_error's codes, and then removes it.
  Result<void> keep(const std::string& path, std::string_view digest);

  // Nothing where there is none. Fails with invalid_value or errno_error's codes.
  Result<std::optional<Blob>> find(std::string_view digest) const;

  // Content that is not what its name says. What is not there is no failure.
  void remove(std::string_view digest) const;

  // Removes those that were not read for longest until no more than so many bytes are left; how many files.
  std::uint64_t shrink_to(std::uint64_t bytes) const;

 private:
  explicit BlobFolder(std::string path) : path_(std::move(path)) {}
  std::string path_of(std::string_view digest) const;

  std::string path_;
  std::unique_ptr<std::atomic<std::uint64_t>> next_ = std::make_unique<std::atomic<std::uint64_t>>(0);
};

}  // namespace cordon::store
