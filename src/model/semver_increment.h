// The version after a version, as `npm version` counts: needed to say what a release's number claims to change.
#pragma once

#include <optional>
#include <string_view>

#include "model/semver.h"

namespace cordon::model::semver {

enum class Release : std::uint8_t {
  major,
  minor,
  patch,
  premajor,  // the first pre-release of the next major version
  preminor,
  prepatch,
  prerelease,  // the next pre-release of this version, or the first of the next patch
  pre,         // the next pre-release of this version
  release,     // this pre-release without its identifiers
};
std::optional<Release> release_from_string(std::string_view text);

// How a fresh row of pre-releases under an identifier begins.
enum class FirstNumber : std::uint8_t { zero, one, none };

// Build metadata is kept. Fails with invalid_value: an identifier that is none, `none` without an identifier or where
// it would change nothing, `release` of a version that is no pre-release, or a number that would exceed kMaxNumber.
Result<Version> increment(const Version& version, Release release, std::string_view identifier = {},
                          FirstNumber first = FirstNumber::zero, Options options = {});

// The version without what is finer than `release` (major, minor, patch); the pre-release kinds keep all but the build.
Version truncate(const Version& version, Release release);

}  // namespace cordon::model::semver
