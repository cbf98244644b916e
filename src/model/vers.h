// VERS, the notation for ranges of versions that goes with package URLs (https://github.com/package-url/vers-spec,
// August 2026), for the types npm, pypi, cargo and golang: "vers:npm/1.2.3|>=2.0.0|<5.0.0". Versions are compared as
// their ecosystem does (version_order.h); rules of an ecosystem on which pre-releases a range lets through have no form
// in VERS, where a version is in a range when its place in the order is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/version_key.h"
#include "model/version_order.h"

namespace cordon::model::vers {

inline constexpr std::size_t kMaxBytes = 1'000'000;
inline constexpr std::size_t kMaxConstraints = 20'000;

enum class Comparator : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

struct Constraint {
  Comparator comparator = Comparator::equal;
  std::string version;  // decoded
  VersionKey key;       // empty for a version without a place in the order, which only a range of one may have
};

struct Range {
  Ecosystem ecosystem = Ecosystem::npm;
  std::vector<Constraint> constraints;  // sorted by version; none for '*', which holds any version

  std::string text() const;  // canonical, if validate() says so
};

// The type of an ecosystem: "golang"; "" for GitHub Actions, which VERS does not know.
std::string_view type_of(Ecosystem ecosystem);

// Reads what is canonical and nothing else, as the specification wants it. Fails with syntax (the notation),
// unsupported_format (a type that is not read here), invalid_value (a version without a place in the order, versions
// out of order or twice, comparators that cannot follow one another), too_large or too_many.
Result<Range> parse(std::string_view text);

// Reads constraints in any order, repeated and redundant, as older writers left them, and sorts them; the rest must be
// canonical. Fails as parse does.
Result<Range> parse_unsorted(std::string_view text);

// Whether the range is canonical: each version once, in order, and comparators that the specification lets follow one
// another. Fails with invalid_value.
Result<void> validate(const Range& range);

// A range that holds nothing but exclusions holds every other version. Fails as version_key does, and with syntax when
// the range is of one version without a place in the order.
Result<bool> contains(const Range& range, std::string_view version);

// What a range in the ecosystem's own notation means, in canonical form: for npm what node-semver reads (semver.h), for
// PyPI specifiers (pep440_specifier.h), for crates.io requirements (cargo_requirement.h), for Go a version, a version
// query (">=v1.2.3") or an interval of go.mod's `retract` ("[v1.0.0, v1.1.0]"). The lowest bound that keeps the
// pre-releases of the version above out of a range ("<2.0.0-0") becomes that version ("<2.0.0").
// Fails as those do, and with invalid_value when no version is in the range (VERS cannot say so) or PyPI's === names
// something else than a version.
Result<Range> from_native(Ecosystem ecosystem, std::string_view native);

}  // namespace cordon::model::vers
