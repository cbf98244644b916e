// Files of installed packages of Python that are not as they were installed, and startup files that nobody installed.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

void check_installed_files(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
