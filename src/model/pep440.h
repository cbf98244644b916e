// Versions of Python packages: PEP 440 (https://packaging.python.org/en/latest/specifications/version-specifiers/) with
// the grammar of its appendix B, so every spelling that PyPI's own tools accept, in any case. Versions from before
// PEP 440 ("2013-05-10", "0.6m4") are none: they are an error and have no place in the order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/version_key.h"

namespace cordon::model::pep440 {

enum class Phase : std::uint8_t { none, alpha, beta, candidate };

// Views into the parsed text, numbers as written (they may be of any size, have leading zeros, or be "" for 0).
struct Version {
  std::string_view epoch;
  std::string_view release;  // "1.2.3"
  Phase phase = Phase::none;
  bool is_post = false, is_dev = false;
  std::string_view phase_number, post_number, dev_number;
  std::string_view local;  // after the '+'; "" for none

  bool is_prerelease() const { return phase != Phase::none || is_dev; }
  std::string text() const;  // normalised: "1!2.0rc1.post2.dev3+ubuntu.1"
};

// White space around the version is passed over. Fails with syntax.
Result<Version> parse_version(std::string_view text);

// Numbers of a release that are missing count as 0: "1.0" is "1".
void put_key(VersionKey& key, const Version& version);

// A key above the version and all of its local versions, below whatever else is above it.
VersionKey key_after_locals(const Version& version);

// A key above the version, all of its local versions and its post-releases; not for what is itself one or a
// dev-release.
VersionKey key_after_posts(const Version& version);

}  // namespace cordon::model::pep440
