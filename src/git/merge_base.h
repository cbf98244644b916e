// Where two lines of history last were one.
#pragma once

#include "base/result.h"
#include "git/repository.h"

namespace cordon::git {

// The best common ancestor, as git merge-base gives: one that no other common ancestor comes after. Where there are
// several (branches that were merged into each other), the latest by its time, then by its name. Commits are looked at
// newest first: where clocks were so wrong that a commit seems older than what it came after, the answer may be an
// ancestor of the best one. Fails with
//   not_found   the two have nothing in common
//   truncated   they may have, but the clone is shallow and its history ends before; the message says what to do
//   too_many    more than a million commits were looked at
// and with what reading commits fails with.
Result<Commit> merge_base(const Repository& repository, const Commit& one, const Commit& other);

}  // namespace cordon::git
