// What a commit holds, as a tree of files.
#pragma once

#include <memory>
#include <string_view>

#include "base/file_tree.h"
#include "base/result.h"
#include "git/repository.h"

namespace cordon::git {

// The folder `subfolder` of the commit ("" for all of it) as it was committed: no filters, no line ends changed, a file
// kept in Git LFS is the text that points to it, a submodule is `other`. Links are followed inside the subfolder only.
// A tree with names that no file can have, or with one twice, cannot be listed (syntax): git checks out none of them.
// The repository must outlive the tree; several threads may use both. Fails with not_found where the commit has no such
// folder, and with what reading trees fails with.
Result<std::unique_ptr<FileTree>> open_commit(const Repository& repository, const Commit& commit,
                                              std::string_view subfolder);

}  // namespace cordon::git
