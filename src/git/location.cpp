#include "git/location.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/file_tree.h"
#include "base/text.h"

namespace cordon::git {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostLine = 64u << 10;             // a file that holds one path
constexpr std::uint64_t kMostAlternates = 1u << 20;        // the file of them
constexpr std::size_t kMostFolders = 64, kMostNested = 5;  // as git: "too deep"
constexpr int kMostAround = 16;                            // submodules of submodules

std::string shown(const fs::path& path) { return text::visible(path.string()); }

// The path without links; nothing when there is nothing.
std::optional<fs::path> real(const fs::path& path) {
  std::error_code error;
  fs::path found = fs::canonical(path, error);
  if (error) return std::nullopt;
  return found;
}

bool is_real_directory(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(fs::symlink_status(path, error));
}

bool is_below(const fs::path& path, const fs::path& folder) {
  return std::ranges::mismatch(folder, path).in1 == folder.end();
}

bool same_place(const fs::path& one, const fs::path& other) {
  std::error_code error;
  return fs::equivalent(one, other, error) && !error;
}

Result<std::string> read_file(const fs::path& folder, std::string_view name, std::uint64_t most) {
  const auto tree = TRY(open_directory(folder.string()));
  std::string content = TRY(tree->read(name, most));
  while (content.ends_with('\n') || content.ends_with('\r')) content.pop_back();
  return content;
}

// As git: HEAD, and objects and refs here or in the folder that `commondir` names.
bool is_git_dir(const fs::path& folder) {
  std::error_code error;
  const fs::file_type head = fs::symlink_status(folder / "HEAD", error).type();
  if (head != fs::file_type::regular && head != fs::file_type::symlink) return false;
  if (is_real_directory(folder / "objects") && is_real_directory(folder / "refs")) return true;
  return fs::is_regular_file(fs::symlink_status(folder / "commondir", error));
}

std::optional<dev_t> device_of(const fs::path& folder) {
  struct stat facts{};
  if (::stat(folder.c_str(), &facts) != 0) return std::nullopt;
  return facts.st_dev;
}

Result<Location> locate(const fs::path& start, int around);

// The folder that a file `.git` names, if that folder knows of the file.
Result<fs::path> follow_git_file(const fs::path& folder, int around) {
  constexpr std::string_view kStart = "gitdir:";
  const std::string content = TRY_CONTEXT(read_file(folder, ".git", kMostLine), "reading " + shown(folder / ".git"));
  if (!content.starts_with(kStart) || content.find('\0') != std::string::npos)
    return fail(ErrorCode::syntax, shown(folder / ".git") + " names no folder");
  const std::string named = content.substr(std::min(content.find_first_not_of(' ', kStart.size()), content.size()));
  const std::optional<fs::path> git_dir = real(folder / named);
  if (named.empty() || !git_dir || !is_git_dir(*git_dir))
    return fail(ErrorCode::not_found,
                shown(folder / ".git") + " names " + text::visible(named) + ", which is no repository");
  const auto back = read_file(*git_dir, "gitdir", kMostLine);
  if (back && back->find('\0') == std::string::npos && same_place(*git_dir / *back, folder / ".git")) return *git_dir;
  if (around < kMostAround && folder.has_relative_path()) {
    const Result<Location> outer = locate(folder.parent_path(), around + 1);
    if (outer && (is_below(*git_dir, outer->common_dir) || is_below(*git_dir, outer->git_dir))) return *git_dir;
  }
  return fail(ErrorCode::outside_root,
              shown(folder / ".git") + " names " + shown(*git_dir) +
                  ", which does not know of this folder: name that one instead, if it is meant");
}

// Where references and objects are, for the folder of a worktree.
Result<fs::path> common_dir_of(const fs::path& git_dir) {
  const auto named = read_file(git_dir, "commondir", kMostLine);
  if (!named && named.error().code == ErrorCode::not_found) return git_dir;
  if (!named) return std::unexpected(named.error());
  const auto common = named->find('\0') == std::string::npos ? real(git_dir / *named) : std::nullopt;
  if (!common || !is_real_directory(*common / "objects") || !is_real_directory(*common / "refs"))
    return fail(ErrorCode::not_found, shown(git_dir / "commondir") + " names no repository");
  if (git_dir.parent_path() != *common / "worktrees")
    return fail(ErrorCode::outside_root,
                shown(git_dir / "commondir") + " names a repository that this is no worktree of");
  return *common;
}

Result<Location> located(const fs::path& git_dir, const fs::path& work_tree, const fs::path& start) {
  Location location;
  location.git_dir = git_dir.string();
  location.common_dir = TRY(common_dir_of(git_dir)).string();
  location.work_tree = work_tree.string();
  if (!work_tree.empty() && start != work_tree) location.prefix = start.lexically_relative(work_tree).generic_string();
  return location;
}

Result<Location> locate(const fs::path& start, int around) {
  const std::optional<dev_t> device = device_of(start);
  for (fs::path folder = start; device && device_of(folder) == device; folder = folder.parent_path()) {
    std::error_code error;
    const fs::path inside = folder / ".git";
    switch (fs::symlink_status(inside, error).type()) {
      case fs::file_type::directory:
        if (is_git_dir(inside)) return located(inside, folder, start);
        break;  // as git: such a folder is passed over
      case fs::file_type::regular: return located(TRY(follow_git_file(folder, around)), folder, start);
      case fs::file_type::symlink: {
        const std::optional<fs::path> target = real(inside);
        if (!target || !is_git_dir(*target)) break;
        if (is_below(*target, folder)) return located(*target, folder, start);
        return fail(ErrorCode::outside_root,
                    shown(inside) + " is a link to " + shown(*target) + ": name that folder instead, if it is meant");
      }
      default: break;
    }
    if (is_git_dir(folder)) return located(folder, {}, start);
    if (!folder.has_relative_path()) break;
  }
  return fail(ErrorCode::not_found, shown(start) + " is in no git repository");
}

// Adds the folders that one folder of objects borrows from, and those that these borrow from.
Result<void> add_alternates(Location& location, const fs::path& objects, Borrowing borrowing, std::size_t depth) {
  const auto list = read_file(objects, "info/alternates", kMostAlternates);
  if (!list && list.error().code == ErrorCode::not_found) return {};
  if (!list) return std::unexpected(list.error());
  for (std::size_t at = 0; at < list->size();) {
    const std::size_t end = std::min(list->find('\n', at), list->size());
    const std::string line = list->substr(at, end - at);
    at = end + 1;
    if (line.empty() || line.starts_with('#')) continue;
    const auto folder = line.find('\0') == std::string::npos ? real(objects / line) : std::nullopt;
    const bool usable = folder && is_real_directory(*folder) &&
                        (borrowing == Borrowing::everywhere || is_below(*folder, location.common_dir));
    if (!usable) {
      location.not_borrowed.push_back(text::visible(line));
      continue;
    }
    if (std::ranges::find(location.object_folders, folder->string()) != location.object_folders.end()) continue;
    if (depth >= kMostNested || location.object_folders.size() + location.not_borrowed.size() >= kMostFolders)
      return fail(ErrorCode::too_deep, "too many folders that objects are borrowed from");
    location.object_folders.push_back(folder->string());
    TRY(add_alternates(location, *folder, borrowing, depth + 1));
  }
  return {};
}

}  // namespace

std::vector<std::string> Location::paths() const {
  std::vector<std::string> paths{git_dir, common_dir};
  paths.insert(paths.end(), object_folders.begin(), object_folders.end());
  std::ranges::sort(paths);
  const auto repeated = std::ranges::unique(paths);
  paths.erase(repeated.begin(), repeated.end());
  return paths;
}

Result<Location> locate_repository(const std::string& folder, Borrowing borrowing) {
  const std::optional<fs::path> start = real(folder.empty() ? "." : folder);
  if (!start) return fail(ErrorCode::not_found, "no folder " + text::visible(folder));
  Location location = TRY(locate(is_real_directory(*start) ? *start : start->parent_path(), 0));
  const fs::path objects = fs::path(location.common_dir) / "objects";
  if (!is_real_directory(objects))
    return fail(ErrorCode::outside_root,
                shown(objects) + " is a link or no folder: objects kept elsewhere are not read");
  location.object_folders.push_back(objects.string());
  TRY(add_alternates(location, objects, borrowing, 0));
  return location;
}

}  // namespace cordon::git
