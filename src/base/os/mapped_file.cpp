#include "base/os/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/os/file_descriptor.h"
#include "base/os/open_beneath.h"

namespace cordon::os {
Result<MappedFile> MappedFile::open(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return errno_error(errno, path);
  if (!S_ISREG(status.st_mode)) return fail(ErrorCode::not_a_regular_file, path + " is no regular file");
  MappedFile mapped;
  if (status.st_size == 0) return mapped;
  void* const start = ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (start == MAP_FAILED) return errno_error(errno, path);
  mapped.start_ = start;
  mapped.bytes_ = static_cast<std::size_t>(status.st_size);
  return mapped;
}

MappedFile::~MappedFile() {
  if (start_ != nullptr) ::munmap(start_, bytes_);
}

}  // namespace cordon::os
