// Packages that incident packs know as bad, by DESIGN's order of matching, with how far each got.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

void check_known_bad(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
