// The lockfile against the installed tree.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

void check_installed_drift(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
