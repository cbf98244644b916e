// The workspaces that a project declares in package.json, and where they are.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/document.h"
#include "inventory/npm/lock_entry.h"
#include "inventory/npm/path_pattern.h"
#include "inventory/npm/project_files.h"

namespace cordon::inventory::npm {

// "workspaces": a list of folder patterns, or an object with such a list under "packages"; '!' in front excludes.
class WorkspacePatterns {
 public:
  // What cannot be understood goes to `unread` under `path`, and is incomplete: packages may be missed.
  WorkspacePatterns(Value declaration, std::string_view path, std::vector<model::FileUnread>& unread);

  // Whether the folder at a location is a workspace. Nothing inside a node_modules is.
  bool includes(std::string_view location) const;
  bool empty() const { return literals_.empty() && wildcards_.empty(); }

  const std::unordered_set<std::string>& literals() const { return literals_; }
  const std::vector<PathPattern>& wildcards() const { return wildcards_; }

 private:
  void add(std::string_view pattern, std::uint32_t line, UnreadList& problems);
  bool excluded(std::string_view location) const;

  std::unordered_set<std::string> literals_, excluded_literals_;
  std::vector<PathPattern> wildcards_, excluded_wildcards_;
};

struct Workspace {
  std::string name;
  std::string location;
};

// Workspaces by the folders of the tree, as npm finds them: those with a package.json. Sorted by location. Where two
// have the same name, which npm refuses, both are there.
std::vector<Workspace> find_workspaces(const WorkspacePatterns& patterns, ProjectFiles& files,
                                       std::vector<model::FileUnread>& unread);

// Workspaces by the lockfile's own entries, for a lockfile that stands alone.
std::vector<Workspace> locked_workspaces(const WorkspacePatterns& patterns, const LockEntries& entries);

}  // namespace cordon::inventory::npm
