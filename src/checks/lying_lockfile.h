// An entry's key and version say one package, its resolved address another: the client installs the address.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

void check_lying_lockfile(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
