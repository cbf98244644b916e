// A manifest without a lockfile that names a known-bad release exactly.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

void check_referenced(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
