// Inputs that hold several files, and a tree in memory that has symbolic links.
//
// The text up to the first line "=== path" is the file that is read. Each such line begins another file; a line
// "=== path -> target" is a symbolic link.
#pragma once

#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_tree.h"
#include "check_inventory.h"

namespace cordon::fuzz {

inline std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (slash > 0) parts.push_back(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return parts;
}

inline std::string joined(std::string_view directory, std::string_view name) {
  return directory.empty() ? std::string(name) : std::string(directory) + "/" + std::string(name);
}

class InputTree final : public FileTree {
 public:
  // A path that no file system could hold beside the others is left out.
  void add(std::string_view path, EntryKind kind, std::string content) {
    std::string whole;
    std::vector<std::string> above{""};
    for (const std::string_view part : parts_of(path)) {
      if (part == "." || part == ".." || part.find('\0') != std::string_view::npos || nodes_.contains(whole)) return;
      whole = joined(whole, part);
      above.push_back(whole);
    }
    above.pop_back();
    if (whole.empty() || nodes_.contains(whole) || directories_.contains(whole)) return;
    directories_.insert(above.begin(), above.end());
    nodes_.emplace(std::move(whole), Node{kind, std::move(content)});
  }

  FileLines lines(const std::string& display_prefix) const {
    FileLines out;
    for (const auto& [path, node] : nodes_)
      if (node.kind == EntryKind::file) out.emplace(display_prefix + path, lines_of(node.content));
    return out;
  }

  std::vector<std::string> files() const {
    std::vector<std::string> out;
    for (const auto& [path, node] : nodes_)
      if (node.kind == EntryKind::file) out.push_back(path);
    return out;
  }

  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override {
    const std::string directory = TRY(resolve(path, true));
    if (!directories_.contains(directory)) return fail(ErrorCode::not_found, "no such directory");
    const std::string prefix = directory.empty() ? "" : directory + "/";
    std::map<std::string, EntryKind> found;
    const auto inside = [&](const std::string& name) {
      return name.starts_with(prefix) && name.size() > prefix.size() &&
             name.find('/', prefix.size()) == std::string::npos;
    };
    for (const auto& [name, node] : nodes_)
      if (inside(name)) found.emplace(name.substr(prefix.size()), node.kind);
    for (const std::string& name : directories_)
      if (inside(name)) found.emplace(name.substr(prefix.size()), EntryKind::directory);
    std::vector<DirectoryEntry> out;
    for (const auto& [name, kind] : found) out.push_back({name, kind});
    return out;
  }

  Result<std::string> read(std::string_view path, std::uint64_t max_bytes) const override {
    const auto node = nodes_.find(TRY(resolve(path, true)));
    if (node == nodes_.end()) return fail(ErrorCode::not_a_regular_file, "not a regular file");
    if (node->second.content.size() > max_bytes) return fail(ErrorCode::too_large, "larger than the limit");
    return node->second.content;
  }

  Result<FileInfo> info(std::string_view path) const override {
    const auto node = nodes_.find(TRY(resolve(path, false)));
    if (node == nodes_.end()) return FileInfo{EntryKind::directory, 0};
    return FileInfo{node->second.kind, node->second.content.size()};
  }

  Result<std::string> read_link(std::string_view path) const override {
    const auto node = nodes_.find(TRY(resolve(path, false)));
    if (node == nodes_.end() || node->second.kind != EntryKind::symlink)
      return fail(ErrorCode::wrong_type, "not a symbolic link");
    return node->second.content;
  }

  Result<LinkEnd> link_end(std::string_view path) const override {
    TRY(read_link(path));
    Result<std::string> end = resolve(path, true);
    if (!end)
      return end.error().code == ErrorCode::outside_root ? Result<LinkEnd>(LinkEnd{EntryKind::directory, {}})
                                                         : std::unexpected(std::move(end.error()));
    return LinkEnd{TRY(info(*end)).kind, std::move(*end)};
  }

 private:
  struct Node {
    EntryKind kind;
    std::string content;  // target of a link
  };

  // The path without links; whoever asks must have taken "." and ".." out, as FileTree says.
  Result<std::string> resolve(std::string_view path, bool follow_last) const {
    expect(!path.starts_with('/') && !path.ends_with('/') && path.find("//") == std::string_view::npos);
    for (const std::string_view part : parts_of(path)) expect(part != "." && part != "..");
    std::vector<std::string> ahead = reversed(path);
    std::string at;
    int links = 0;
    while (!ahead.empty()) {
      const std::string part = std::move(ahead.back());
      ahead.pop_back();
      if (part == ".") continue;
      if (part == "..") {
        if (at.empty()) return fail(ErrorCode::outside_root, "a path above the root");
        const std::size_t slash = at.rfind('/');
        at.erase(slash == std::string::npos ? 0 : slash);
        continue;
      }
      const std::string next = joined(at, part);
      const auto node = nodes_.find(next);
      if (node == nodes_.end() && !directories_.contains(next)) return fail(ErrorCode::not_found, "no such file");
      if (node != nodes_.end() && node->second.kind == EntryKind::symlink && (follow_last || !ahead.empty())) {
        if (++links > 40) return fail(ErrorCode::symlink_loop, "too many links");
        if (node->second.content.starts_with('/')) return fail(ErrorCode::outside_root, "an absolute link");
        for (std::string& more : reversed(node->second.content)) ahead.push_back(std::move(more));
        continue;
      }
      if (node != nodes_.end() && !ahead.empty()) return fail(ErrorCode::not_found, "a file on the way");
      at = next;
    }
    return at;
  }

  static std::vector<std::string> reversed(std::string_view path) {
    const auto parts = parts_of(path);
    return {parts.rbegin(), parts.rend()};
  }

  std::map<std::string, Node, std::less<>> nodes_;
  std::set<std::string, std::less<>> directories_{""};
};

// The first text of the input; what follows is added to the tree below `directory`.
inline std::string read_input(std::string_view input, std::string_view directory, InputTree& tree) {
  constexpr std::string_view kStart = "=== ", kLink = " -> ";
  std::string first;
  std::string_view path;
  const auto finish = [&](std::string_view content) {
    if (path.empty()) first = content;
    else tree.add(joined(directory, path), EntryKind::file, std::string(content));
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < input.size();) {
    const std::size_t end = std::min(input.find('\n', at), input.size()), next = std::min(end + 1, input.size());
    const std::string_view line = input.substr(at, end - at);
    if (line.starts_with(kStart) && line.size() > kStart.size()) {
      finish(input.substr(begin, at - begin));
      path = line.substr(kStart.size());
      begin = next;
      if (const std::size_t arrow = path.find(kLink); arrow != std::string_view::npos) {
        tree.add(joined(directory, path.substr(0, arrow)), EntryKind::symlink,
                 std::string(path.substr(arrow + kLink.size())));
        path = "/";  // what follows belongs to no file
      }
    }
    at = next;
  }
  finish(input.substr(begin));
  return first;
}

}  // namespace cordon::fuzz
