// Names of commits: branches, tags, HEAD; files below refs, and packed-refs. gitrepository-layout(5),
// git-check-ref-format(1).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/file_tree.h"
#include "base/result.h"
#include "git/object.h"

namespace cordon::git {

class References {
 public:
  // Of a worktree, `own` is its folder and `common` that of the repository; else both are the same folder. Reads
  // packed-refs. Fails with too_large, and with what FileTree::read fails with.
  static Result<References> open(const std::string& own, const std::string& common);

  // What a full name ("HEAD", "refs/heads/main") leads to, through at most five names that lead to names. Fails with
  // not_found, also for a branch without commits; syntax for a file that holds neither; symlink_loop; outside_root.
  Result<ObjectId> find(std::string_view full_name) const;

  // The name that a name leads to, when it is symbolic: HEAD on a branch.
  std::optional<std::string> target(std::string_view full_name) const;

 private:
  Result<std::string> content_of(std::string_view full_name) const;

  std::unique_ptr<FileTree> own_, common_;
  std::string packed_;
};

// Whether git lets something be called so, below refs or as a name like HEAD: such a name never leaves the folder.
bool is_reference_name(std::string_view name);

}  // namespace cordon::git
