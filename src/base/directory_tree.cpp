#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <memory>

#include "base/file_tree.h"
#include "base/os/open_beneath.h"

namespace cordon {
namespace {

using os::errno_error;
using os::FileDescriptor;

// A directory with more entries is an attack or a cache, and either way nothing to hold in memory.
constexpr std::size_t kMostEntries = 1'000'000;

struct DirectoryClose {
  void operator()(DIR* directory) const { closedir(directory); }
};

EntryKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return EntryKind::file;
  if (S_ISDIR(mode)) return EntryKind::directory;
  return S_ISLNK(mode) ? EntryKind::symlink : EntryKind::other;
}

EntryKind kind_of(const dirent& entry, int directory) {
  switch (entry.d_type) {
    case DT_REG: return EntryKind::file;
    case DT_DIR: return EntryKind::directory;
    case DT_LNK: return EntryKind::symlink;
    case DT_UNKNOWN: break;  // the file system does not say
    default: return EntryKind::other;
  }
  struct stat facts{};
  if (fstatat(directory, entry.d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0) return EntryKind::other;
  return kind_of(facts.st_mode);
}

// Reads an open regular file whose size was `expected`. The buffer has one byte more than the file, so that a single
// short read proves its end; a file that grows meanwhile is read on, up to the limit.
Result<std::string> read_whole(int file, std::uint64_t expected, std::uint64_t max_bytes) {
  constexpr std::size_t kLeast = 4096;     // files of /proc say 0
  constexpr std::size_t kStep = 1u << 30;  // read(2) transfers at most 2 GiB
  std::string content;
  std::size_t filled = 0;
  std::size_t capacity = std::max<std::size_t>(static_cast<std::size_t>(expected) + 1, kLeast);
  for (;;) {
    ssize_t got = 0;
    content.resize_and_overwrite(capacity, [&](char* data, std::size_t size) {
      do got = read(file, data + filled, std::min(size - filled, kStep));
      while (got < 0 && errno == EINTR);
      return got < 0 ? 0 : filled + static_cast<std::size_t>(got);
    });
    if (got < 0) return errno_error(errno, "read");
    filled += static_cast<std::size_t>(got);
    if (filled > max_bytes) return fail(ErrorCode::too_large, "grew beyond the limit while it was read");
    if (got == 0 || (expected != 0 && filled == expected)) break;
    if (filled == capacity)
      capacity = std::max<std::uint64_t>(std::min<std::uint64_t>(capacity * 2, max_bytes), filled) + 1;
  }
  content.shrink_to_fit();
  return content;
}

Result<std::string> link_text(int folder, const char* name) {
  std::string target(PATH_MAX, '\0');
  const ssize_t size = readlinkat(folder, name, target.data(), target.size());
  if (size < 0 && (errno == ENOENT || errno == EINVAL)) return fail(ErrorCode::wrong_type, "not a symbolic link");
  if (size < 0) return errno_error(errno, "readlink");
  target.resize(static_cast<std::size_t>(size));
  return target;
}

// Where an open file or folder stands, without links.
Result<std::string> path_of(int opened) {
  return link_text(AT_FDCWD, ("/proc/self/fd/" + std::to_string(opened)).c_str());
}

class DirectoryTree final : public FileTree {
 public:
  explicit DirectoryTree(FileDescriptor root) : root_(std::move(root)), resolver_(os::best_resolver(root_.get())) {}

  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override {
    FileDescriptor opened = TRY(open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOCTTY));
    const std::unique_ptr<DIR, DirectoryClose> directory(fdopendir(opened.get()));
    if (directory == nullptr) return errno_error(errno, "fdopendir");
    const int descriptor = opened.release();
    std::vector<DirectoryEntry> entries;
    for (;;) {
      errno = 0;
      const dirent* entry = readdir(directory.get());
      if (entry == nullptr) break;
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      if (entries.size() >= kMostEntries) return fail(ErrorCode::too_many, "too many entries in one directory");
      entries.push_back({std::string(name), kind_of(*entry, descriptor)});
    }
    if (errno != 0) return errno_error(errno, "readdir");
    std::ranges::sort(entries, {}, &DirectoryEntry::name);
    return entries;
  }

  Result<std::string> read(std::string_view path, std::uint64_t max_bytes) const override {
    // O_NONBLOCK: opening a FIFO without a writer would wait for one.
    const FileDescriptor file = TRY(open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY));
    struct stat facts{};
    if (fstat(file.get(), &facts) != 0) return errno_error(errno, "fstat");
    if (!S_ISREG(facts.st_mode)) return fail(ErrorCode::not_a_regular_file, "not a regular file");
    const auto size = static_cast<std::uint64_t>(facts.st_size);
    if (size > max_bytes) return fail(ErrorCode::too_large, "larger than " + std::to_string(max_bytes) + " bytes");
    return read_whole(file.get(), size, max_bytes);
  }

  Result<FileInfo> info(std::string_view path) const override {
    const FileDescriptor file = TRY(open(path, O_PATH | O_NOFOLLOW));
    struct stat facts{};
    if (fstat(file.get(), &facts) != 0) return errno_error(errno, "fstat");
    return FileInfo{kind_of(facts.st_mode), static_cast<std::uint64_t>(facts.st_size)};
  }

  Result<std::string> read_link(std::string_view path) const override {
    const FileDescriptor link = TRY(open(path, O_PATH | O_NOFOLLOW));
    return link_text(link.get(), "");
  }

  Result<LinkEnd> link_end(std::string_view path) const override {
    TRY(read_link(path));
    const std::size_t slash = path.rfind('/');
    const FileDescriptor holder =
        TRY(open(path.substr(0, slash == std::string_view::npos ? 0 : slash), O_PATH | O_DIRECTORY));
    const std::string name(path.substr(slash + 1));
    // O_PATH opens nothing: no device is touched, no FIFO waited for, nothing mounted on the way to look at it.
    const FileDescriptor end(::openat(holder.get(), name.c_str(), O_PATH | O_CLOEXEC));
    if (!end.valid()) return errno_error(errno, "open");
    struct stat facts{};
    if (fstat(end.get(), &facts) != 0) return errno_error(errno, "fstat");
    return LinkEnd{kind_of(facts.st_mode), inside(end.get())};
  }

 private:
  // The path in the tree of something that was opened; nothing when it stands outside, or no /proc tells.
  std::optional<std::string> inside(int opened) const {
    const Result<std::string> root = path_of(root_.get()), path = path_of(opened);
    if (!root || !path) return std::nullopt;
    if (*path == *root) return std::string();
    const std::string folder = root->ends_with('/') ? *root : *root + "/";
    if (!path->starts_with(folder)) return std::nullopt;
    return path->substr(folder.size());
  }

  Result<FileDescriptor> open(std::string_view path, int flags) const {
    return os::open_beneath(root_.get(), path, flags, resolver_);
  }

  FileDescriptor root_;
  os::Resolver resolver_;
};

}  // namespace

Result<std::unique_ptr<FileTree>> open_directory(const std::string& path) {
  FileDescriptor root(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!root.valid()) return errno_error(errno, "open");
  return std::make_unique<DirectoryTree>(std::move(root));
}

}  // namespace cordon
