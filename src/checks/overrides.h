// Overrides that keep a known-bad version out (protection), or that bring one in.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

void check_overrides(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
