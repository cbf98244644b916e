// What a change is compared with when nobody says: what the branch had when it left the one it is to be merged into.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "git/repository.h"

namespace cordon::git {

// The value of an environment variable, "" when it is not set.
using Variables = std::function<std::string(std::string_view name)>;

struct Base {
  Commit commit;
  std::string why;          // one phrase: "where HEAD left origin/main"
  bool is_nothing = false;  // `commit` is the first of all: there is nothing before it to compare with
};

// What the runner of GitHub says of a push only in the file that GITHUB_EVENT_PATH names: the commit that the branch
// was at before. Whoever may read that file hands it in by this name.
inline constexpr std::string_view kEventBefore = "GITHUB_EVENT_BEFORE";

// In this order:
//   GitHub, pull request   HEAD is the merge that GitHub made (GITHUB_REF refs/pull/N/merge, GITHUB_SHA): its first
//                          parent; else where HEAD left origin/$GITHUB_BASE_REF, or that branch where no remote has it
//   GitLab, merge request  $CI_MERGE_REQUEST_DIFF_BASE_SHA; else where HEAD left $CI_MERGE_REQUEST_TARGET_BRANCH_NAME
//   a push                 what the branch was before (GITHUB_EVENT_NAME push: GITHUB_EVENT_BEFORE; GitLab:
//                          CI_COMMIT_BEFORE_SHA), where HEAD is what was pushed (GITHUB_SHA, CI_COMMIT_SHA) and that
//                          commit is here: not so for a branch that is new and one that was forced to something else
//   else                   where HEAD left the first there is of origin/HEAD, origin/main, origin/master, main, master;
//                          on that branch itself HEAD's first parent, for a push also where there is none of them, and
//                          nothing where HEAD is the first commit
// Fails with not_found (no such branch, nothing in common), truncated (a shallow clone without it, so that nobody can
// tell what was pushed; the message says what to do), invalid_value (a variable that is no name), usage (a pull or
// merge request whose commit is not checked out: HEAD is one of the branch that it is to be merged into), and with what
// resolve and merge_base fail with.
Result<Base> default_base(const Repository& repository, const Variables& variable);

}  // namespace cordon::git
