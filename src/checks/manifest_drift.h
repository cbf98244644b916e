// The lockfile against package.json: what one asks for and the other does not record, or records outside the range.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

void check_manifest_drift(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
