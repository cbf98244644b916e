// How severe what an advisory speaks of is.
#pragma once

#include <optional>
#include <string>

#include "intel/osv/advisory.h"
#include "intel/osv/cvss.h"
#include "model/generated/model.h"

namespace cordon::intel {

struct ScoredVector {
  std::string vector;
  CvssScore score;
};

// The score of the newest version of CVSS that the advisory has a vector of.
std::optional<ScoredVector> best_score(const Advisory& advisory);

// By that score, else by the database's own word; medium where nobody has said yet.
model::Severity severity_of(const Advisory& advisory);

}  // namespace cordon::intel
