// Missing, weak and shared digests of package archives.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

void check_integrity(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
