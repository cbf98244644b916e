// package.json, changed in place: what a project asks for, and versions that it forces on others.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "change/rewrite/release.h"

namespace cordon::change {

// Where the client of the project looks for forced versions.
enum class ForcedIn : std::uint8_t {
  overrides,       // npm
  resolutions,     // yarn
  pnpm_overrides,  // "pnpm": {"overrides": ...}
};

// "overrides", "resolutions" or "pnpm.overrides".
std::string_view member_of(ForcedIn where);

// The text with these ranges in every list that has them, or in the one that is named, and these forced versions; of a
// RangeChange the folder does not count. Every byte that need not change stays. Fails as json::parse does; with
// not_found where no list asks for that; with refused where a key stands twice, where a forced version is there already
// and another one, and where the member that would hold it is no object.
Result<std::string> rewrite_manifest(std::string_view text, const std::vector<RangeChange>& ranges,
                                     const std::vector<ForcedVersion>& forced, ForcedIn where,
                                     const Limits& limits = {});

// What to ask for so that `version` is admitted: the range with that version, where it is one version with or without
// '^', '~' or '=' in front, else the version alone.
std::string range_for(std::string_view range, std::string_view version);

}  // namespace cordon::change
