#include <algorithm>

#include "base/file_tree.h"

namespace cordon {
namespace {

// The path without empty, "." and ".." parts; there are no links here, so ".." can be resolved by its text.
Result<std::string> canonical(std::string_view path) {
  if (path.starts_with('/')) return fail(ErrorCode::outside_root, "an absolute path");
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (parts.empty()) {
      return fail(ErrorCode::outside_root, "a path above the root");
    } else {
      parts.pop_back();
    }
  }
  std::string joined;
  for (const std::string_view part : parts) {
    if (!joined.empty()) joined += '/';
    joined += part;
  }
  return joined;
}

// What every path inside the directory starts with.
std::string inside(std::string directory) {
  if (!directory.empty()) directory += '/';
  return directory;
}

}  // namespace

Result<std::vector<DirectoryEntry>> MemoryTree::list(std::string_view path) const {
  const std::string prefix = inside(TRY(canonical(path)));
  std::vector<DirectoryEntry> entries;
  auto file = files_.lower_bound(prefix);
  while (file != files_.end() && file->first.starts_with(prefix)) {
    const std::string_view rest = std::string_view(file->first).substr(prefix.size());
    const std::size_t slash = rest.find('/');
    const std::string name(rest.substr(0, slash));
    if (slash == std::string_view::npos) {
      entries.push_back({name, EntryKind::file});
      ++file;
    } else {
      entries.push_back({name, EntryKind::directory});
      file = files_.lower_bound(prefix + name + static_cast<char>('/' + 1));  // past everything inside it
    }
  }
  if (entries.empty() && !prefix.empty()) return fail(ErrorCode::not_found, "no such directory");
  std::ranges::sort(entries, {}, &DirectoryEntry::name);
  return entries;
}

Result<std::string> MemoryTree::read(std::string_view path, std::uint64_t max_bytes) const {
  const FileInfo facts = TRY(info(path));
  if (facts.kind != EntryKind::file) return fail(ErrorCode::not_a_regular_file, "not a regular file");
  if (facts.size > max_bytes) return fail(ErrorCode::too_large, "larger than " + std::to_string(max_bytes) + " bytes");
  return files_.find(TRY(canonical(path)))->second;
}

Result<FileInfo> MemoryTree::info(std::string_view path) const {
  const std::string name = TRY(canonical(path));
  if (const auto file = files_.find(name); file != files_.end()) return FileInfo{EntryKind::file, file->second.size()};
  const std::string prefix = inside(name);
  const auto first = files_.lower_bound(prefix);
  if (prefix.empty() || (first != files_.end() && first->first.starts_with(prefix)))
    return FileInfo{EntryKind::directory, 0};
  return fail(ErrorCode::not_found, "no such file");
}

Result<std::string> MemoryTree::read_link(std::string_view path) const {
  TRY(info(path));
  return fail(ErrorCode::wrong_type, "not a symbolic link");
}

Result<LinkEnd> MemoryTree::link_end(std::string_view path) const {
  TRY(read_link(path));
  return LinkEnd{};
}

}  // namespace cordon
