// Packages that come over plain http or from git.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

void check_sources(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
