#include "checks/workspace_manifests.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "checks/joined_path.h"
#include "inventory/npm/allow_lists.h"
#include "inventory/npm/location.h"
#include "inventory/npm/path_pattern.h"

namespace cordon::checks {
namespace {

constexpr std::uint64_t kMostBytes = 8u << 20;
constexpr std::size_t kMostFolders = 10'000, kMostPatterns = 1'000;
constexpr std::size_t kMostDepth = 32;

using inventory::npm::Manifest;
using inventory::npm::PathPattern;
using inventory::npm::PatternSegment;

std::optional<Manifest> manifest_in(const Project& project, std::string_view folder) {
  const std::string inside = inventory::npm::join_location(project.directory, folder);
  if (inside.starts_with("..") || inside.starts_with('/')) return std::nullopt;
  auto text = project.tree->read(joined(inside, "package.json"), kMostBytes);
  if (!text) return std::nullopt;
  auto manifest = inventory::npm::parse_manifest(std::move(*text));
  return manifest ? std::optional(std::move(*manifest)) : std::nullopt;
}

class FolderSearch {
 public:
  explicit FolderSearch(const Project& project) : project_(project) {
    for (const std::string& pattern : project.manifest->workspaces) add(pattern);
    if (auto text = project.tree->read(joined(project.directory, "pnpm-workspace.yaml"), kMostBytes))
      if (const auto read = inventory::npm::read_pnpm_workspace(std::move(*text), "pnpm-workspace.yaml"))
        for (const std::string& pattern : read->packages) add(pattern);
  }

  std::set<std::string> find() {
    if (!included_.empty()) walk({}, 0);
    return std::move(found_);
  }

 private:
  void add(std::string_view pattern) {
    std::vector<PathPattern>& into = pattern.starts_with('!') ? excluded_ : included_;
    if (pattern.starts_with('!')) pattern.remove_prefix(1);
    while (pattern.starts_with("./")) pattern.remove_prefix(2);
    while (pattern.ends_with('/')) pattern.remove_suffix(1);
    auto compiled = inventory::npm::compile_path_pattern(pattern);
    if (!compiled || into.size() + compiled->size() > kMostPatterns) return;  // the reader of the lockfile tells
    std::ranges::move(*compiled, std::back_inserter(into));
  }

  // Whether something below the folder, which is `depth` deep, can be meant: what comes before the first "**" matches.
  bool may_lead(std::string_view folder, std::size_t depth) const {
    return std::ranges::any_of(included_, [&](const PathPattern& pattern) {
      std::string_view rest = folder;
      for (std::size_t i = 0; i < depth; ++i) {
        if (i >= pattern.size()) return false;
        if (pattern[i].kind == PatternSegment::Kind::any_depth) return true;
        if (!pattern[i].matches(rest.substr(0, rest.find('/')))) return false;
        rest.remove_prefix(std::min(rest.find('/'), rest.size() - 1) + 1);
      }
      return true;
    });
  }

  void walk(const std::string& folder, std::size_t depth) {
    if (depth >= kMostDepth) return;
    const auto listed = project_.tree->list(joined(project_.directory, folder));
    if (!listed) return;
    for (const DirectoryEntry& entry : *listed) {
      if (entry.kind != EntryKind::directory || entry.name == "node_modules" || entry.name == ".git") continue;
      const std::string inside = joined(folder, entry.name);
      if (!may_lead(inside, depth + 1)) continue;
      if (++looked_at_ > kMostFolders) return;
      if (inventory::npm::matches_any(included_, inside) && !inventory::npm::matches_any(excluded_, inside))
        found_.insert(inside);
      walk(inside, depth + 1);
    }
  }

  const Project& project_;
  std::vector<PathPattern> included_, excluded_;
  std::set<std::string> found_;
  std::size_t looked_at_ = 0;
};

}  // namespace

std::vector<WorkspaceManifest> workspace_manifests(const Project& project) {
  if (project.tree == nullptr || !project.manifest) return {};
  std::set<std::string> folders = FolderSearch(project).find();
  for (const model::Inventory& lock : project.lockfiles)
    if (!lock.document && lock.ecosystem == "npm") folders.insert(lock.members.begin(), lock.members.end());
  std::vector<WorkspaceManifest> out;
  for (const std::string& folder : folders) {
    auto now = manifest_in(project, folder);
    if (!now) continue;
    WorkspaceManifest& each = out.emplace_back();
    each.folder = folder;
    each.path = joined(inventory::npm::join_location(project.display_directory, folder), "package.json");
    each.now = std::move(*now);
    if (project.before != nullptr && project.before->tree != nullptr)
      each.before = manifest_in(*project.before, folder);
  }
  return out;
}

}  // namespace cordon::checks
