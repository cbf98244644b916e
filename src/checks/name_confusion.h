// Dependency confusion: names of one's own that a public registry answers for, and what attempts at it look like.
#pragma once

#include <vector>

#include "checks/project.h"

namespace cordon::checks {

void check_name_confusion(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
