// A tree as it would be with some files changed: what a change makes of a project is read before anything is written.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/file_tree.h"

namespace cordon::app {

// `tree` with these files in place of its own: path -> content. `tree` must outlive it.
std::unique_ptr<FileTree> overlay(const FileTree& tree, std::map<std::string, std::string, std::less<>> changed);

}  // namespace cordon::app
