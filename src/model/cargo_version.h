// Versions of Rust crates: SemVer 2.0.0 as the crate `semver` reads it, which Cargo uses. Numbers are 64 bits wide, no
// 'v' stands before them and none is missing.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "model/version_key.h"

namespace cordon::model::cargo {

struct Version {
  std::uint64_t major = 0, minor = 0, patch = 0;
  std::string_view prerelease, build;  // identifiers joined by dots, "" for none; views into the parsed text
};

// Fails with syntax, or invalid_value (a number of more than 64 bits).
Result<Version> parse_version(std::string_view text);

// SemVer's order of precedence, in which build metadata does not count. Cargo's requirements pass over it too; only
// where Cargo lists releases does it count, and crates of one registry never differ in it alone.
void put_key(VersionKey& key, const Version& version);

}  // namespace cordon::model::cargo
