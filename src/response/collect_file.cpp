#include "response/collect_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

#include "base/os/file_descriptor.h"
#include "base/os/mapped_file.h"
#include "base/os/open_beneath.h"
#include "base/os/write_all.h"
#include "base/sha256.h"

namespace cordon::response {
namespace {

std::int64_t nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

// Bytes that were copied.
Result<std::uint64_t> copy(int from, int to, const std::string& path, std::uint64_t max_bytes) {
  std::array<char, 256u << 10> chunk;
  std::uint64_t bytes = 0;
  for (;;) {
    const ssize_t count = ::read(from, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return os::errno_error(errno, "cannot read " + path);
    if (count == 0) return bytes;
    bytes += static_cast<std::uint64_t>(count);
    if (bytes > max_bytes) return fail(ErrorCode::too_large, path + " is larger than what a case takes in");
    TRY(os::write_all(to, std::string_view(chunk.data(), static_cast<std::size_t>(count))));
  }
}

// A file on its way into the folder, which goes away unless it arrives.
class Incoming {
 public:
  explicit Incoming(std::string path) : path_(std::move(path)) {}
  Incoming(const Incoming&) = delete;
  Incoming& operator=(const Incoming&) = delete;
  ~Incoming() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  const std::string& path() const { return path_; }
  Result<void> arrive(const std::string& name) {
    if (std::rename(path_.c_str(), name.c_str()) != 0) return os::errno_error(errno, "cannot write " + name);
    path_.clear();
    return {};
  }

 private:
  std::string path_;
};

}  // namespace

Result<model::FileState> file_state(int descriptor, const std::string& name) {
  struct stat facts{};
  if (::fstat(descriptor, &facts) != 0) return os::errno_error(errno, "cannot look at " + name);
  model::FileState state;
  state.size = static_cast<std::uint64_t>(facts.st_size);
  state.mtime_ns = nanoseconds(facts.st_mtim);
  state.ctime_ns = nanoseconds(facts.st_ctim);
  state.mode = facts.st_mode;
  state.uid = facts.st_uid;
  state.inode = facts.st_ino;
  return state;
}

Result<model::CaseFile> collect_file(const std::string& path, const std::string& files_folder,
                                     std::uint64_t max_bytes) {
  const os::FileDescriptor from(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!from.valid()) return os::errno_error(errno, "cannot open " + path);
  model::CaseFile file;
  file.path = path;
  file.kind = model::CaseFileKind::other;
  file.before = TRY(file_state(from.get(), path));
  if (!S_ISREG(file.before.mode)) return fail(ErrorCode::not_a_regular_file, path + " is no regular file");
  Incoming incoming(files_folder + "/incoming");
  // Whoever adds holds the lock of the case: what is there is of an addition that was interrupted.
  ::unlink(incoming.path().c_str());
  {
    const os::FileDescriptor to(
        ::open(incoming.path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0400));
    if (!to.valid()) return os::errno_error(errno, "cannot write " + incoming.path());
    file.size = TRY(copy(from.get(), to.get(), path, max_bytes));
    if (::fsync(to.get()) != 0) return os::errno_error(errno, "cannot bring to the disk the copy of " + path);
  }
  file.after = TRY(file_state(from.get(), path));
  file.changed = file.before != file.after || file.size != file.after.size;
  // Nobody shortens the copy, as somebody might the original.
  file.sha256 = sha256_hex(TRY(os::MappedFile::open(incoming.path())).content());
  TRY(incoming.arrive(files_folder + "/" + file.sha256));
  return file;
}

}  // namespace cordon::response
