// Merge conflict markers and duplicate keys: text that two readers may understand differently.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

void check_lockfile_text(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
