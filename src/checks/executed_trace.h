// Packages whose files look as a malicious install script leaves them, whatever any lockfile still says.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

void check_executed_trace(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
