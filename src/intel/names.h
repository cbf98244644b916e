// The names that knowledge may have a component under.
#pragma once

#include <string>
#include <vector>

#include "model/generated/model.h"

namespace cordon::intel {

struct PackageName {
  std::string ecosystem;  // as Component has it
  std::string name;       // as the ecosystem's client compares it (normal_name)
  bool operator==(const PackageName&) const = default;
};

// Its own name first. A library that was recognised in files (ecosystem "javascript") is also known by the name it is
// published under, which its purl says.
std::vector<PackageName> names_of(const model::Component& component);

}  // namespace cordon::intel
