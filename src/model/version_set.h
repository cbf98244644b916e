// Sets of versions as intervals: what ranges in any notation come to when "and" and "or" are worked out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/version_key.h"

namespace cordon::model {

struct VersionBound {
  VersionKey key;
  std::string text;
  bool inclusive = true;
};

struct VersionInterval {
  std::optional<VersionBound> lower, upper;  // nothing: without an end on that side

  bool is_empty() const;
  bool is_point() const;  // one version
};

// Intervals that neither overlap nor touch, in order.
using VersionSet = std::vector<VersionInterval>;

// Of two sets.
VersionSet intersection(const VersionSet& a, const VersionSet& b);

// Of intervals in any order.
VersionSet union_of(std::vector<VersionInterval> intervals);

}  // namespace cordon::model
