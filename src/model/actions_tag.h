// Tags of GitHub Actions. OSV's schema knows the ecosystem "GitHub Actions" but defines no order for it; its records
// (from GitHub's advisories) name releases in SemVer's form with missing numbers ("46", "2.1"), and actions are tagged
// like that with a 'v'. So this reads what OSV's own tools accept as like SemVer: SemVer 2.0.0, with an optional 'v',
// numbers of any size with or without leading zeros, any of which but the first may be missing or stand beyond the
// third.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/version_key.h"

namespace cordon::model::actions {

struct Tag {
  std::string_view numbers;     // "4.1.2"
  std::string_view prerelease;  // "" for none; both are views into the parsed text
  bool names_release = false;   // three numbers or more; "v4" and "v4.1" move to the newest release they begin
};

// Fails with syntax: a branch or a commit is none, and has no place in an order.
Result<Tag> parse_tag(std::string_view text);

// Missing numbers count as 0, build metadata does not count. A tag that moves stands where its first release would:
// who wants to know whether it is affected must find out which release it names at the time.
void put_key(VersionKey& key, const Tag& tag);

}  // namespace cordon::model::actions
