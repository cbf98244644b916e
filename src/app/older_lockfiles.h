// Lockfiles of another time: of a backup, another checkout, a commit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/fix_sources.h"
#include "base/file_tree.h"
#include "base/result.h"

namespace cordon::app {

// By its content: files that are sent around have any name. Fails with unsupported_format.
Result<LockfileKind> kind_of_lockfile(std::string_view text);

// The file, or where `file` is empty every lockfile that stands at the root of the tree. `display_path`: of the tree,
// or of the file. Fails as FileTree::read does, with unsupported_format, and with not_found for a folder without any.
Result<std::vector<OlderLockfile>> older_lockfiles(const FileTree& tree, const std::string& file,
                                                   const std::string& display_path);

}  // namespace cordon::app
