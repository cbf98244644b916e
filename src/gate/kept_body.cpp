#include "gate/kept_body.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <atomic>
#include <memory>
#include <utility>

#include "base/os/write_all.h"

namespace cordon::gate {
namespace {

// Below it copying costs less than what a file costs the kernel, and above it than single pages of memory do, as they
// lie in such a file (`./dev bench gate`: 142 KB take 22 us of a processor from a file and 36 copied, 494 KB 140 and
// 50).
constexpr std::size_t kLeastBytes = 64 << 10, kMostBytes = 256 << 10;
constexpr int kMostFiles = 64;  // each is a descriptor, of which the gate has few of its own

std::atomic<int> g_files{0};

// One of the few, for as long as anybody sends it.
class File {
 public:
  explicit File(os::FileDescriptor file) : file_(std::move(file)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { --g_files; }

  const os::FileDescriptor& get() const { return file_; }

 private:
  os::FileDescriptor file_;
};

// Null where there is none to be had.
std::shared_ptr<const os::FileDescriptor> file_of(std::string_view text) {
  if (++g_files > kMostFiles) {
    --g_files;
    return nullptr;
  }
  auto out = std::make_shared<File>(os::FileDescriptor(::memfd_create("document", MFD_CLOEXEC)));
  if (!out->get().valid() || !os::write_all(out->get().get(), text)) return nullptr;
  return {out, &out->get()};
}

}  // namespace

net::HttpBody kept_body(std::string text) {
  if (text.size() >= kLeastBytes && text.size() <= kMostBytes)
    if (auto file = file_of(text)) return net::FileBody{std::move(file), 0, text.size()};
  return std::make_shared<const std::string>(std::move(text));
}

}  // namespace cordon::gate
