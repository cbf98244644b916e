#include "sandbox/sealed_input.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>

#include "base/os/open_beneath.h"
#include "base/os/write_all.h"

namespace cordon::sandbox {
namespace {

constexpr int kSeals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

}  // namespace

Result<os::FileDescriptor> SealedInput::open() {
  os::FileDescriptor file(::memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!file.valid()) return os::errno_error(errno, "cannot make a file in memory");
  return file;
}

Result<SealedInput> SealedInput::seal(os::FileDescriptor file) {
  if (::fcntl(file.get(), F_ADD_SEALS, kSeals) != 0) {
    if (errno == EINVAL || errno == EPERM || errno == EBUSY)
      return fail(ErrorCode::invalid_value, "this file cannot be sealed");
    return os::errno_error(errno, "cannot seal a file in memory");
  }
  struct stat facts{};
  if (::fstat(file.get(), &facts) != 0) return os::errno_error(errno, "cannot seal a file in memory");
  return SealedInput(std::move(file), static_cast<std::uint64_t>(facts.st_size));
}

Result<SealedInput> SealedInput::copy(std::string_view bytes) {
  os::FileDescriptor file = TRY(open());
  TRY(os::write_all(file.get(), bytes));
  return seal(std::move(file));
}

}  // namespace cordon::sandbox
