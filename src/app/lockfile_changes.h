// What differs between the lockfiles of a project before and after a change, as it is reported.
#pragma once

#include <vector>

#include "checks/project.h"
#include "model/generated/change_report.h"

namespace cordon::app {

// Appends a change for each pair of lockfiles of the project and of the one before it; those that exist on one side
// only are compared with nothing.
void describe_changes(const checks::Project& after, std::vector<model::Change>& out);

}  // namespace cordon::app
