// The workspace packages of a project, whatever its client: their node_modules belong to the installed tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inventory/reader.h"

namespace cordon::inventory::npm {

// Folders, as paths in the tree, that "workspaces" of package.json or "packages" of pnpm-workspace.yaml name and that
// have a package.json; without the project itself. What of these files cannot be understood goes to `unread`.
// context.display_path is the project's node_modules folder.
std::vector<std::string> find_members(const FileTree& tree, std::string_view project, const ReadContext& context,
                                      std::vector<model::FileUnread>& unread);

}  // namespace cordon::inventory::npm
