// Where the repository of a folder is, by git's own rule: the nearest folder at or above it that has `.git`, a folder
// or a file that names one, or that is a bare repository itself; never across file systems. gitrepository-layout(5).
//
// A file of the repository may name another place of this machine: `.git` of a worktree or submodule, `commondir`, and
// `objects/info/alternates`. A folder that somebody sent us could so lay claim to any repository here. Therefore the
// other side must know of it: a worktree's folder must be named by the repository, below whose `worktrees` it is kept;
// a submodule's must lie in the repository around it; and alternates outside are used only when the caller says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::git {

struct Location {
  std::string git_dir;                      // HEAD is in it
  std::string common_dir;                   // references and objects; that of the main worktree
  std::vector<std::string> object_folders;  // own first, then alternates
  std::vector<std::string> not_borrowed;    // alternates outside that are not used, or that are not there
  std::string work_tree;                    // empty when bare
  std::string prefix;                       // the folder that was asked about, from work_tree; "" for the top

  // What must be readable for everything that a Repository does; all without links.
  std::vector<std::string> paths() const;
};

enum class Borrowing : unsigned char {
  inside,      // alternates inside the repository's own folder
  everywhere,  // any folder of this machine that they name
};

// Reads small files only: call it, confine the process to paths(), then open the repository. Fails with not_found (no
// repository at or above the folder), outside_root (a repository that does not know of this folder), permission_denied,
// syntax (a `.git` file that means nothing) and too_deep.
Result<Location> locate_repository(const std::string& folder, Borrowing borrowing = Borrowing::inside);

}  // namespace cordon::git
