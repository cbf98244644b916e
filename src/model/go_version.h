// Versions of Go modules: SemVer 2.0.0 as golang.org/x/mod/semver reads it (https://go.dev/ref/mod#versions), with or
// without the 'v' that OSV leaves out. "v1" and "v1.2" stand for "v1.0.0" and "v1.2.0". A pseudo-version
// ("v1.2.4-0.20191109021931-daa7c04131f5") is a pre-release like any other, "+incompatible" is build metadata.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/version_key.h"

namespace cordon::model::go {

struct Version {
  std::string_view major, minor, patch;  // digits without leading zeros, of any number
  std::string_view prerelease, build;    // "" for none; all are views into the parsed text
};

// Fails with syntax.
Result<Version> parse_version(std::string_view text);

// SemVer's order of precedence; build metadata does not count.
void put_key(VersionKey& key, const Version& version);

}  // namespace cordon::model::go
