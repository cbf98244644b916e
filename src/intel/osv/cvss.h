// The score of a CVSS vector, versions 2, 3.0, 3.1 and 4.0. CVSS is owned by FIRST.Org, Inc. and used by permission;
// its specifications stand at https://www.first.org/cvss.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "intel/osv/advisory.h"

namespace cordon::intel {

struct CvssScore {
  std::uint8_t version = 0;  // 2, 3 or 4
  std::uint8_t tenths = 0;   // 0 to 100: ten times the score
  // The version's own rating; moderate stands for CVSS' Medium. Version 2 has none itself: it is rated as its users do,
  // low below 4.0, high from 7.0. Elsewhere none is 0.0, critical begins at 9.0.
  SeverityWord severity = SeverityWord::none;
  bool operator==(const CvssScore&) const = default;
};

// The score of all that the vector says: threat (temporal) and environmental metrics count where they are given.
//
// "CVSS:3.0/...", "CVSS:3.1/..." and "CVSS:4.0/..."; a vector without a prefix is of version 2 and may stand in
// parentheses. Versions 2 and 4.0 prescribe the order of metrics, version 3 does not.
//
// Nothing is computed in floating point. Version 2 rounds to the nearest tenth, halves up, after each equation. 3.0
// rounds up to a tenth; 3.1 first to the nearest 0.00001 (its appendix A), then up. 4.0 rounds once, at the end, to the
// nearest tenth, halves up. All of it is exact but for the power in version 3's impact, whose error stays below 10^-16
// of the score: no vector comes nearer than 2 * 10^-9 to a place where it would be rounded otherwise.
//
// Fails with unsupported_version (a prefix of another version), missing_field (a base metric is absent), invalid_value
// (an unknown metric, a value the metric does not have, a metric given twice) or syntax (no list of metric:value with a
// slash between, or not in the order prescribed). A vector in which anything is wrong has no score.
Result<CvssScore> score_cvss(std::string_view vector);

}  // namespace cordon::intel
