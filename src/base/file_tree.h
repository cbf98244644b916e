// A tree of files to be read: a directory, later a tarball, an image layer, a git tree; in tests, memory.
// Paths are relative to the tree's root, '/'-separated, without "." or "..", "" for the root itself.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"

namespace cordon {

enum class EntryKind : std::uint8_t { file, directory, symlink, other };

struct DirectoryEntry {
  std::string name;
  EntryKind kind = EntryKind::other;
};

struct FileInfo {
  EntryKind kind = EntryKind::other;
  std::uint64_t size = 0;
};

// The bytes of a file as they stand there, without keeping them.
struct FileDigest {
  Sha256Digest sha256{};
  std::uint64_t size = 0;
};

// What a symbolic link leads to in the end.
struct LinkEnd {
  EntryKind kind = EntryKind::other;
  std::optional<std::string> inside;  // its path in the tree, without links; absent where it stands outside
};

class FileTree {
 public:
  virtual ~FileTree() = default;

  // Entries of a directory, sorted by the bytes of their names. A symbolic link to a directory inside the tree is
  // followed; one that leaves the tree fails with outside_root. Also not_found, permission_denied, too_many.
  virtual Result<std::vector<DirectoryEntry>> list(std::string_view path) const = 0;

  // The whole content of a regular file. Links are followed inside the tree only. Fails with not_found,
  // permission_denied, not_a_regular_file (never blocks on a FIFO), outside_root, symlink_loop, too_large, io.
  virtual Result<std::string> read(std::string_view path, std::uint64_t max_bytes) const = 0;

  // The digest of what a file really holds, also where read() leaves something out of it. Fails as read().
  virtual Result<FileDigest> digest(std::string_view path, std::uint64_t max_bytes) const {
    const std::string content = TRY(read(path, max_bytes));
    return FileDigest{sha256(content), content.size()};
  }

  // What stands at the path; a symbolic link as the last part is not followed.
  virtual Result<FileInfo> info(std::string_view path) const = 0;

  // Target of a symbolic link as written. wrong_type for anything else.
  virtual Result<std::string> read_link(std::string_view path) const = 0;

  // Where the symbolic link at the path leads in the end, also out of the tree: nothing there is read, only what it is.
  // Fails with not_found when nothing is there, symlink_loop, permission_denied, and wrong_type for anything else.
  virtual Result<LinkEnd> link_end(std::string_view path) const = 0;
};

// A directory of this machine. Opened once; every later access resolves beneath it (openat2 RESOLVE_BENEATH where the
// kernel has it, else a walk with O_NOFOLLOW).
Result<std::unique_ptr<FileTree>> open_directory(const std::string& path);

// Files held in memory, for tests and fuzz targets: path -> content. Directories are implied.
class MemoryTree final : public FileTree {
 public:
  explicit MemoryTree(std::map<std::string, std::string, std::less<>> files) : files_(std::move(files)) {}
  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override;
  Result<std::string> read(std::string_view path, std::uint64_t max_bytes) const override;
  Result<FileInfo> info(std::string_view path) const override;
  Result<std::string> read_link(std::string_view path) const override;
  Result<LinkEnd> link_end(std::string_view path) const override;

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

}  // namespace cordon
