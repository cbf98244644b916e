// Landlock by raw system calls: landlock(7). The constants are ours because the distribution's header is older than the
// kernels we meet.
#pragma once

#include <cstdint>
#include <string>

#include "base/os/file_descriptor.h"
#include "base/result.h"

namespace cordon::os {

enum class PathRights : unsigned char {
  read,   // read files, list folders
  write,  // and create, write, rename and remove
};

// ABI version of the running kernel: 1 (5.13) to 7 (6.15) and above; 0 when Landlock is missing or switched off.
int landlock_abi();

class Ruleset {
 public:
  // Handles every right that the kernel knows of; nothing is granted. No TCP port is ever granted.
  static Result<Ruleset> create(int abi);

  // Grants rights on what `path` (an O_PATH descriptor) is, and on everything below if it is a folder.
  Result<void> grant(int path, PathRights rights) const;

  // Applies to the calling thread and its future children. Needs no_new_privs.
  Result<void> enforce() const;

 private:
  Ruleset(FileDescriptor descriptor, std::uint64_t handled) : descriptor_(std::move(descriptor)), handled_(handled) {}
  FileDescriptor descriptor_;
  std::uint64_t handled_;
};

}  // namespace cordon::os
