// The package.json files of a project's workspace packages: those that the lockfile knows, and those that the next
// installation takes in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/project.h"

namespace cordon::checks {

struct WorkspaceManifest {
  std::string folder;  // seen from the project's: "packages/a"
  std::string path;    // of the package.json, as displayed
  inventory::npm::Manifest now;
  std::optional<inventory::npm::Manifest> before;  // of the same folder before the change
};

// Folders that the lockfiles have as members, and those of the tree that "workspaces" or pnpm-workspace.yaml name, as
// far as they have a package.json that can be read; sorted by folder. Empty where the project has no tree. Folders
// behind symbolic links, in node_modules, and beyond the first ten thousand are not looked at.
std::vector<WorkspaceManifest> workspace_manifests(const Project& project);

}  // namespace cordon::checks
