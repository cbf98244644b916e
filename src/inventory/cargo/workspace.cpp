#include "inventory/cargo/workspace.h"

#include <algorithm>
#include <deque>
#include <unordered_set>

#include "inventory/npm/location.h"
#include "inventory/npm/path_pattern.h"

namespace cordon::inventory::cargo {
namespace {

using npm::join_location;
using npm::PathPattern;
using npm::PatternSegment;

constexpr std::size_t kMostFolders = 10'000;  // looked into for one lockfile
constexpr std::string_view kPath = "path+";

bool outside(std::string_view location) {
  return location == ".." || location.starts_with("../") || location.starts_with('/');
}

bool below(std::string_view location, std::string_view folder) {
  return location.starts_with(folder) && (location.size() == folder.size() || location[folder.size()] == '/');
}

class Search {
 public:
  Search(const ReadContext& context, std::vector<model::FileUnread>& unread)
      : context_(context), unread_(unread), folder_(context.display_path) {
    const std::size_t slash = folder_.rfind('/');
    folder_.resize(slash == std::string::npos ? 0 : slash + 1);
  }

  std::vector<WorkspacePackage> run() {
    if (context_.tree == nullptr) return {};
    want("");
    while (!wanted_.empty() && out_.size() < kMostFolders) {
      const std::string location = std::move(wanted_.front());
      wanted_.pop_front();
      read(location);
    }
    if (!wanted_.empty() || looked_at_ >= kMostFolders)
      note(context_.display_path, 0, ErrorCode::too_many, "more packages of the workspace than are looked at");
    return std::move(out_);
  }

 private:
  void note(std::string path, std::uint32_t line, ErrorCode code, std::string reason) {
    unread_.push_back({std::move(path), line, std::string(to_string(code)), std::move(reason), false});
  }

  // Where a location is inside the tree; nothing when it is not.
  std::optional<std::string> inside(std::string_view location) const {
    std::string path = join_location(context_.directory, location);
    if (outside(path)) return std::nullopt;
    return path;
  }

  void want(std::string location) {
    if (location.size() <= npm::kMaxLocationBytes && known_.insert(location).second)
      wanted_.push_back(std::move(location));
  }

  void read(const std::string& location) {
    const std::optional<std::string> folder = inside(location);
    if (!folder) return;
    const std::string path = folder->empty() ? "Cargo.toml" : *folder + "/Cargo.toml";
    Result<std::string> text = context_.tree->read(path, context_.limits.bytes);
    if (!text && text.error().code == ErrorCode::not_found) return;
    const std::string display = folder_ + (location.empty() ? "" : location + "/") + "Cargo.toml";
    Result<Manifest> manifest =
        text ? parse_manifest(std::move(*text), context_.limits) : std::unexpected(std::move(text.error()));
    if (!manifest) return note(display, manifest.error().line, manifest.error().code, manifest.error().message);
    if (!out_.empty()) manifest->inherit(out_.front().manifest);
    else manifest->inherit(Manifest(*manifest));  // a workspace may begin in a package that inherits from it
    if (location.empty()) members(*manifest, display);
    for (const ManifestDependency& dependency : manifest->dependencies)
      if (!dependency.path.empty()) want(join_location(location, dependency.path));
    for (const ManifestPatch& patch : manifest->patches)
      if (patch.replacement.starts_with(kPath))
        want(join_location(location, std::string_view(patch.replacement).substr(kPath.size())));
    // What is inherited is named as seen from the workspace's folder.
    if (location.empty())
      for (const ManifestDependency& dependency : manifest->workspace_dependencies)
        if (!dependency.path.empty()) want(join_location(location, dependency.path));
    out_.push_back({location, display, std::move(*manifest)});
  }

  void members(const Manifest& manifest, const std::string& display) {
    for (const MemberPattern& member : manifest.members) {
      if (member.text.find_first_of("*?[") == std::string::npos) {
        want(npm::normalize_location(member.text));
        continue;
      }
      const auto patterns = npm::compile_path_pattern(member.text);
      if (!patterns) {
        note(display, member.line, patterns.error().code, patterns.error().message);
        continue;
      }
      for (const PathPattern& pattern : *patterns) follow(pattern, 0, "", manifest);
    }
  }

  // Recursion is as deep as the folders are.
  void follow(const PathPattern& pattern, std::size_t at, const std::string& location, const Manifest& manifest) {
    if (looked_at_ >= kMostFolders || location.size() > npm::kMaxLocationBytes) return;
    if (at == pattern.size()) {
      const bool excluded = std::ranges::any_of(manifest.excluded, [&](const MemberPattern& each) {
        return below(location, npm::normalize_location(each.text));
      });
      if (!excluded) want(location);
      return;
    }
    const PatternSegment& segment = pattern[at];
    if (segment.kind == PatternSegment::Kind::literal)
      return follow(pattern, at + 1, join_location(location, segment.text), manifest);
    const bool any_depth = segment.kind == PatternSegment::Kind::any_depth;
    if (any_depth) follow(pattern, at + 1, location, manifest);
    ++looked_at_;
    const std::optional<std::string> folder = inside(location);
    if (!folder) return;
    const auto entries = context_.tree->list(*folder);
    if (!entries) return;  // a folder that is not there has no members
    for (const DirectoryEntry& entry : *entries) {
      if (entry.kind != EntryKind::directory && (any_depth || entry.kind != EntryKind::symlink)) continue;
      if (any_depth ? entry.name.starts_with('.') : !segment.matches(entry.name)) continue;
      follow(pattern, any_depth ? at : at + 1, join_location(location, entry.name), manifest);
    }
  }

  const ReadContext& context_;
  std::vector<model::FileUnread>& unread_;
  std::string folder_;  // of the lockfile as displayed: empty or ending in '/'
  std::deque<std::string> wanted_;
  std::unordered_set<std::string> known_;
  std::size_t looked_at_ = 0;
  std::vector<WorkspacePackage> out_;
};

}  // namespace

std::vector<WorkspacePackage> find_packages(const ReadContext& context, std::vector<model::FileUnread>& unread) {
  return Search(context, unread).run();
}

std::optional<Manifest> workspace_above(const ReadContext& context) {
  if (context.tree == nullptr) return std::nullopt;
  for (std::string_view folder = context.directory; !folder.empty();) {
    const std::size_t slash = folder.rfind('/');
    folder = slash == std::string_view::npos ? std::string_view() : folder.substr(0, slash);
    const std::string path = folder.empty() ? "Cargo.toml" : std::string(folder) + "/Cargo.toml";
    Result<std::string> text = context.tree->read(path, context.limits.bytes);
    if (!text) continue;
    Result<Manifest> manifest = parse_manifest(std::move(*text), context.limits);
    if (manifest && manifest->is_workspace) return std::move(*manifest);
  }
  return std::nullopt;
}

}  // namespace cordon::inventory::cargo
