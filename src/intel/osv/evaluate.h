// Whether a version is affected by what an advisory says of its package: the evaluation of the OSV schema
// (https://ossf.github.io/osv-schema, "Evaluation"), in the order of versions that the ecosystem's client uses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "intel/osv/advisory.h"

namespace cordon::intel {

enum class Standing : std::uint8_t {
  affected,
  not_affected,
  unknown,  // it cannot be told: the version, or one the advisory names, has no place in the ecosystem's order
};

enum class Decider : std::uint8_t {
  nothing,        // neither a list nor a range holds the version
  version_list,   // the version stands in the list, or is not in the list that counts alone
  range,          // between two events
  every_version,  // the range without an end: the whole name
};

struct Judgement {
  Standing standing = Standing::not_affected;
  Decider decider = Decider::nothing;
  std::optional<std::size_t> range;  // which of Affected::ranges decided
  std::string reason;                // one line: "2.1.0 is introduced 2.0.0, fixed 2.2.0"; made of hostile text
  std::string fixed;  // the first version behind this one in its range that has the fix; empty: none is known
};

// Malware records of the large databases pair a range over all versions with what was hostile: a list, or a range that
// has an end. The range over all then counts for nothing: otherwise every release of a package that was once taken over
// would be malware. Where nothing is that exact, all releases are, but for the placeholders that npm itself publishes
// under the name of what it took down.
Judgement judge(const Affected& affected, bool malware, std::string_view version);

}  // namespace cordon::intel
