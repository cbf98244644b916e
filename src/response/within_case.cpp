#include "response/within_case.h"

#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <utility>

namespace cordon::response {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 40;  // as Linux follows

using FileKey = std::pair<dev_t, ino_t>;

std::optional<FileKey> key_of(const fs::path& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0) return std::nullopt;
  return FileKey{facts.st_dev, facts.st_ino};
}

// The folder that the file stands in, or would be made in: behind a link that leads to nothing, where that points.
fs::path folder_of_target(fs::path path) {
  std::error_code failed;
  for (int links = 0; links < kMostLinks && fs::is_symlink(fs::symlink_status(path, failed)); ++links) {
    const fs::path target = fs::read_symlink(path, failed);
    if (failed) break;
    path = path.parent_path() / target;  // `target` alone when it is absolute
  }
  const fs::path folder = path.parent_path();
  return fs::canonical(folder.empty() ? fs::path(".") : folder, failed);
}

bool is_below(const fs::path& path, const FileKey& folder) {
  for (fs::path at = path; !at.empty(); at = at.parent_path()) {
    if (key_of(at) == folder) return true;
    if (at == at.root_path()) break;
  }
  return false;
}

}  // namespace

bool is_within_case(const std::string& folder, const std::string& path) {
  const std::optional<FileKey> home = key_of(folder);
  if (!home) return false;
  if (is_below(folder_of_target(path), *home)) return true;
  const std::optional<FileKey> file = key_of(path);
  if (!file) return false;
  std::error_code failed;
  for (fs::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed))
    if (key_of(entry->path()) == file) return true;
  return false;
}

}  // namespace cordon::response
