// From what somebody writes to a commit: the part of gitrevisions(7) that names one commit by its place.
#pragma once

#include <string_view>

#include "base/result.h"
#include "git/repository.h"

namespace cordon::git {

// NAME is HEAD, @, a full name, a tag, a branch, a remote's branch, or 4 to 40 digits of a commit's own name; behind it
// any number of ~N, ^N, ^{commit} and ^{}. Dates, reflogs, searches and ranges are no places, and fail. Fails with
//   invalid_value  written otherwise, or ambiguous: digits that begin several commits, a name of both a tag and a
//   branch
//                  that are different commits (whoever may push a tag must not choose what we compare with)
//   not_found      no such name, object or parent
//   truncated      it may be in the part of history that a shallow clone lacks; the message says how to fetch it
//   wrong_type     a tree or blob
// and with what reading objects fails with.
Result<Commit> resolve(const Repository& repository, std::string_view revision);

// As resolve, for one full name: "refs/remotes/origin/main".
Result<Commit> resolve_reference(const Repository& repository, std::string_view full_name);

// What to tell somebody whose clone is shallow.
std::string_view how_to_deepen();

}  // namespace cordon::git
