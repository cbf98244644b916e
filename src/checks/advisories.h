// Packages that the index of advisories knows: as malware, or as weak. One finding a cause and release, however many
// databases have it.
#pragma once

#include "checks/project.h"

namespace cordon::checks {

// Malware becomes the finding that an incident pack's would be, and the two are one. Whether a record concerns a
// release that has no place in its ecosystem's order, and what a damaged index says, nobody can tell: both are
// findings, because silence would look like "not affected".
void check_advisories(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
