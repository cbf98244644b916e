// A folder shown as the only entry of a tree: an installed tree that was given by itself stands in node_modules again,
// where readers know it.
#pragma once

#include <memory>
#include <string>

#include "base/file_tree.h"

namespace cordon::app {

// `name` is one path segment. Beside it there is nothing to read (not_found), and what a link leads to there is out of
// reach (outside_root).
std::unique_ptr<FileTree> mount(std::unique_ptr<FileTree> tree, std::string name);

}  // namespace cordon::app
