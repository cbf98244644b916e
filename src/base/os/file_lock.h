// One process at a time: a lock that ends with the process, however that ends.
#pragma once

#include <string>

#include "base/os/file_descriptor.h"
#include "base/result.h"

namespace cordon::os {

class FileLock {
 public:
  // Takes the lock on a file of this name, which is made when it is not there and stays. Waits for whoever has it when
  // `wait`, else fails with unavailable. Fails as files do. A child process keeps the lock until it ends too.
  static Result<FileLock> take(const std::string& path, bool wait);

  // The same on a folder, which gets no file for it.
  static Result<FileLock> take_folder(const std::string& path, bool wait);

 private:
  static Result<FileLock> lock(FileDescriptor file, const std::string& path, bool wait);
  explicit FileLock(FileDescriptor file) : file_(std::move(file)) {}
  FileDescriptor file_;
};

}  // namespace cordon::os
