// What a change brought, where one is looked at (Project::before): releases that are suspicious by the change alone,
// and releases that say something else than they did.
#pragma once

#include <vector>

#include "checks/project.h"

namespace cordon::checks {

void check_dependency_change(const Project& project, const intel::Knowledge& knowledge,
                             std::vector<model::Finding>& out);

}  // namespace cordon::checks
