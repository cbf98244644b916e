// What a change asks for in package.json that no lockfile resolves: it comes in with the next installation, unseen.
#pragma once

#include <vector>

#include "checks/project.h"

namespace cordon::checks {

// Appends change.manifest: dependencies and overrides that are new or ask for something else, and that no lockfile of
// the project has. What a lockfile resolves is judged there. Nothing where no change is looked at.
void check_manifest_change(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
