// The installed tree of a project (node_modules) as an inventory: what stands on this machine, whatever a lockfile
// says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/npm/installed_folders.h"
#include "inventory/reader.h"

namespace cordon::inventory::npm {

// What does not fit into a Component.
struct InstalledDetail {
  std::string requested;      // what npm up to version 6 was asked for (_requested.raw)
  bool native_build = false;  // installing it builds binding.gyp, although its package.json has no install script
};

struct InstalledTree {
  model::Inventory inventory;
  std::vector<std::string> directories;       // per component: its folder, path in the tree without links
  std::vector<InstalledDetail> details;       // per component
  std::vector<std::string> without_manifest;  // locations of packages that have none, or none that can be read
  std::vector<std::string> modules;           // node_modules folders that were read, by path in the tree
  std::string hidden_lockfile;                // node_modules/.package-lock.json, path in the tree; empty: none
  std::string client;                         // npm, pnpm, yarn, bun; empty: unknown
  std::optional<ModulesState> state;          // what pnpm keeps about the tree
};

// Reads `directory`/node_modules and what belongs to it (see installed_folders.h).
//
// Components are the packages that stand there, by location: id "<context.display_path>#<install location>", the
// location being the real folder seen from the project ("node_modules/a/node_modules/b",
// "node_modules/.pnpm/a@1.0.0/node_modules/a"). A link to a folder of the user's own is a component of origin link at
// the link's location; a link to an installed package is only a way to it. Name and version are those of each
// package.json, the alias is the folder's name where that differs. Without the old npm's records the origin is
// registry, except where pnpm's folder says git or file.
//
// Edges follow Node's lookup over real folders: dependencies of a package.json to the nearest node_modules above that
// has the name, links followed; devDependencies only of the project, its workspace packages and linked folders. The
// project is the root; workspace packages are roots of kind workspace; without a package.json an inferred root asks
// for what nothing requires. Scopes are computed from the edges.
//
// Fails as find_installed_folders does. Folders that cannot be named become unread, and without_manifest.
Result<InstalledTree> read_installed_tree(const FileTree& tree, std::string_view directory, const ReadContext& context,
                                          const InstalledLimits& limits = {});

}  // namespace cordon::inventory::npm
