// Versions and ranges as npm understands them: Semantic Versioning 2.0.0 with the range language, the loose mode and
// the limits of node-semver 7.8.5, which the conformance tests are taken from. Everything is linear in the text, except
// `intersects`, which compares each pair of comparators.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::model::semver {

inline constexpr std::uint64_t kMaxNumber = 9'007'199'254'740'991;  // JavaScript's MAX_SAFE_INTEGER
inline constexpr std::size_t kMaxVersionLength = 256;               // in UTF-16 units, spaces around it included
inline constexpr std::size_t kMaxRangeBytes = 16'384;               // ours: node-semver has no limit of its own
inline constexpr std::size_t kMaxComparators = 1'000;               // ours: of one range

struct Options {
  bool loose = false;               // accept "=v1.2.3", "01.2.3", "1.2.3beta", and ranges that are right in part
  bool include_prerelease = false;  // a pre-release may satisfy a range that names none
};

struct Version {
  std::uint64_t major = 0, minor = 0, patch = 0;  // each at most kMaxNumber
  std::string prerelease;  // identifiers joined by '.', numbers without leading zeros; "" for none
  std::string build;       // identifiers joined by '.'; never compared

  std::string text() const;  // "1.2.3-beta.1": canonical, without build
};

// Fails with syntax (not a version), too_large (longer than kMaxVersionLength) or invalid_value (a number beyond
// kMaxNumber). White space around the version is ignored.
Result<Version> parse_version(std::string_view text, Options options = {});

// Order of precedence (Semantic Versioning 2.0.0, section 11); build metadata does not count.
std::weak_ordering compare(const Version& left, const Version& right);

enum class Operator : std::uint8_t { any, equal, less, less_equal, greater, greater_equal };

struct Comparator {
  Operator operation = Operator::any;  // `any` leaves the version unset
  Version version;

  std::string text() const;  // ">=1.2.3"; "" for any
};

// One or more alternatives, each of which asks for all its comparators.
struct Range {
  std::vector<std::vector<Comparator>> alternatives;
  Options options;

  std::string text() const;  // canonical: ">=1.2.3 <2.0.0-0||3.0.0"; "" for any version
};

// Fails with syntax (no range), invalid_value (a number beyond kMaxNumber), too_large or too_many.
Result<Range> parse_range(std::string_view text, Options options = {});

// A pre-release satisfies only an alternative that has a comparator with a pre-release of the same major, minor and
// patch, unless the range was parsed with include_prerelease.
bool satisfies(const Version& version, const Range& range);

// False also when either text is none of its kind.
bool satisfies(std::string_view version, std::string_view range, Options options = {});

// Whether some version can satisfy both, judged as node-semver does: by pairs of comparators.
bool intersects(const Range& left, const Range& right);

// Whether the version is beyond every version that the range allows.
bool above(const Version& version, const Range& range);
bool below(const Version& version, const Range& range);

}  // namespace cordon::model::semver
