// How far a bad package got in one project, as facts with their evidence.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

// The exposure of the package that `component` is. What no file decides stays unknown; a lockfile alone never says that
// something was not installed or did not run.
model::Exposure exposure_of(const Project& project, const model::Component& component,
                            const intel::Knowledge& knowledge);

}  // namespace cordon::checks
