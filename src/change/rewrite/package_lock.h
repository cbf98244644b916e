// package-lock.json, npm-shrinkwrap.json and the hidden lockfile, versions 1 to 3, changed in place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "change/rewrite/release.h"

namespace cordon::change {

// Every entry of this package, by its real name, with its install location; entries that say nothing of a version are
// left out. Fails as json::parse does, and with unsupported_version for what is no version 1 to 3.
Result<std::vector<FoundRelease>> releases_in_package_lock(std::string_view text, std::string_view name,
                                                           const Limits& limits = {});

// The text with these edits: entries are known by their install location; version 2 is changed in both halves. Every
// byte that need not change stays. Fails as above; with not_found for an entry or range that is not there; and with
// refused for what is not understood well enough to be written: keys that stand twice, entries that are links or part
// of another package's archive, locations that only one half of version 2 has.
Result<std::string> rewrite_package_lock(std::string_view text, const Edits& edits, const Limits& limits = {});

}  // namespace cordon::change
