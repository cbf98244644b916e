// "resolutions" of a package.json: which dependency a rule replaces.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/inventory.h"

namespace cordon::inventory::npm {

struct ResolutionPattern {
  std::string parent, parent_range;  // the package whose dependency is replaced; empty: anyone's
  std::string name, range;           // the dependency, and what must be asked for; an empty range: anything
};

// "name", "name@range", "parent/name", "parent@range/name", and yarn 1's "**/name" and "parent/**/name". Of a longer
// path only the last two names count: a lockfile has no paths.
ResolutionPattern parse_resolution_pattern(std::string_view pattern);

// The rules of a project, by the name that they replace. Keeps views into the overrides it is made from.
class ResolutionRules {
 public:
  explicit ResolutionRules(const std::vector<model::Override>& overrides);

  struct Rule {
    ResolutionPattern pattern;
    std::string_view replacement;
  };

  // Rules for dependencies of that name, in the order of the file; at most a hundred: every one is tried on every
  // dependency of that name.
  std::span<const Rule> for_name(std::string_view name) const;

  // Whether all rules are there.
  bool complete() const { return complete_; }

 private:
  std::unordered_map<std::string, std::vector<Rule>> rules_;
  bool complete_ = true;
};

}  // namespace cordon::inventory::npm
