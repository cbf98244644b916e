// Where a change is looked at: hosts that nobody declared, from which packages come now and none came before.
#pragma once

#include <vector>

#include "checks/project.h"

namespace cordon::checks {

// One finding (change.unknown-registry) for each such host and lockfile, whatever the packages are called: a name that
// everybody uses says nothing of who serves it there. A host is the registry that a lockfile or the client's settings
// name, or that of an address or repository. Declared are the hosts of the table of registries and of cordon.yaml;
// a name that is declared private vouches for its host only as long as no package of such a name came from another.
void check_unknown_host(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
