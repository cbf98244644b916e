#include "base/os/open_beneath.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>
#include <climits>
#include <cstring>
#include <string>
#include <vector>

namespace cordon::os {
namespace {

// The kernel's own limit for links in one path, path_resolution(7).
constexpr int kMostLinks = 40;
constexpr int kMostRetries = 16;
constexpr std::size_t kMostSteps = 256;  // descriptors that one walk may hold; a process often has 1,024

int kernel_open(int root, const char* path, int flags) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(syscall(SYS_openat2, root, path, &how, sizeof how));
}

// The parts of a path still to be walked, the next one last.
class Pending {
 public:
  void push(std::string_view path) {
    // A slash at the end asks for a folder: path_resolution(7).
    if (path.ends_with('/') || path.ends_with("/.")) parts_.emplace_back(".");
    while (!path.empty()) {
      const std::size_t slash = path.rfind('/');
      const std::string_view part = slash == std::string_view::npos ? path : path.substr(slash + 1);
      if (!part.empty() && part != ".") parts_.emplace_back(part);
      path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    }
  }
  bool empty() const { return parts_.empty(); }
  std::string pop() {
    std::string part = std::move(parts_.back());
    parts_.pop_back();
    return part;
  }

 private:
  std::vector<std::string> parts_;
};

Result<std::string> link_target(int parent, const char* name) {
  std::string target(PATH_MAX, '\0');
  const ssize_t size = readlinkat(parent, name, target.data(), target.size());
  if (size < 0) return errno_error(errno, "readlink");
  target.resize(static_cast<std::size_t>(size));
  return target;
}

// Opens one component after the other. Every directory on the way stays open, so that ".." in a link's target means
// the directory we came through, whatever is renamed meanwhile.
Result<FileDescriptor> walk_open(int root, std::string_view path, int flags) {
  Pending pending;
  pending.push(path);
  std::vector<FileDescriptor> kept;  // directories between the root and where we stand
  const auto here = [&] { return kept.empty() ? root : kept.back().get(); };
  int links = 0;
  while (!pending.empty()) {
    const std::string part = pending.pop();
    if (part == ".") continue;
    if (part == "..") {
      if (kept.empty()) return errno_error(EXDEV, "a path above the root");
      kept.pop_back();
      continue;
    }
    const bool last = pending.empty();
    const int step = last ? flags | O_NOFOLLOW : O_PATH | O_DIRECTORY | O_NOFOLLOW;
    const int opened = openat(here(), part.c_str(), step | O_CLOEXEC);
    if (opened >= 0) {
      FileDescriptor file(opened);
      struct stat facts{};
      const bool may_be_link = last && (flags & O_PATH) != 0 && (flags & O_NOFOLLOW) == 0;
      if (may_be_link && fstat(file.get(), &facts) != 0) return errno_error(errno, "fstat");
      if (!may_be_link || !S_ISLNK(facts.st_mode)) {
        if (last) return file;
        if (kept.size() >= kMostSteps) return fail(ErrorCode::too_deep, "too many directories in one path");
        kept.push_back(std::move(file));
        continue;
      }
    } else if (errno != ELOOP && errno != ENOTDIR) {
      return errno_error(errno, "open");
    } else if (errno == ELOOP && last && (flags & O_NOFOLLOW) != 0) {
      return errno_error(ELOOP, "open");
    }
    const int error_number = opened < 0 ? errno : 0;
    Result<std::string> target = link_target(here(), part.c_str());
    if (!target) {
      if (error_number == ENOTDIR) return errno_error(ENOTDIR, "open");
      return std::unexpected(std::move(target.error()));
    }
    if (++links > kMostLinks) return errno_error(ELOOP, "too many symbolic links");
    if (target->starts_with('/')) return errno_error(EXDEV, "an absolute symbolic link");
    pending.push(*target);
  }
  // The path ended in "..", ".", or was empty: the directory itself.
  const int opened = openat(here(), ".", flags | O_CLOEXEC);
  if (opened < 0) return errno_error(errno, "open");
  return FileDescriptor(opened);
}

}  // namespace

std::unexpected<Error> errno_error(int error_number, std::string_view what) {
  const auto code = [&] {
    switch (error_number) {
      case ENOENT:
      case ENOTDIR:
      case ENAMETOOLONG: return ErrorCode::not_found;
      case EACCES:
      case EPERM: return ErrorCode::permission_denied;
      case EXDEV: return ErrorCode::outside_root;
      case ELOOP: return ErrorCode::symlink_loop;
      case ENXIO:
      case ENODEV:
      case EISDIR: return ErrorCode::not_a_regular_file;
      case EFBIG:
      case EOVERFLOW: return ErrorCode::too_large;
      case EIO:
      case EAGAIN:
      case ESTALE:
      case EBADMSG:
      case ETIMEDOUT:
      case ENOTCONN: return ErrorCode::io;
      default: return ErrorCode::system;
    }
  }();
  if (code == ErrorCode::outside_root) return fail(code, std::string(what) + ": it leads out of the folder");
  const char* meaning = strerrordesc_np(error_number);  // null where the C library knows no such number
  return fail(code, std::string(what) + ": " + (meaning == nullptr ? "unknown error" : meaning));
}

Resolver best_resolver(int root) {
  const FileDescriptor probe(kernel_open(root, ".", O_PATH));
  return probe.valid() ? Resolver::kernel : Resolver::walk;  // ENOSYS, or EPERM under old container filters
}

Result<FileDescriptor> open_beneath(int root, std::string_view path, int flags, Resolver resolver) {
  if (path.find('\0') != std::string_view::npos) return fail(ErrorCode::not_found, "a NUL in a path");
  if (path.starts_with('/')) return errno_error(EXDEV, "an absolute path");
  if (resolver == Resolver::walk || path.size() >= PATH_MAX) return walk_open(root, path, flags);
  const std::string name(path.empty() ? "." : path);
  int retries = 0;
  for (;;) {
    const int opened = kernel_open(root, name.c_str(), flags);
    if (opened >= 0) return FileDescriptor(opened);
    // EAGAIN: a rename somewhere raced with ".." in a link. EINTR: a slow file system.
    if ((errno != EAGAIN && errno != EINTR) || ++retries > kMostRetries) return errno_error(errno, "open");
  }
}

}  // namespace cordon::os
