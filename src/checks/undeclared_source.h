// What comes from where nobody looks: hosts that are no known registry, addresses and archives that go past any
// registry.
#pragma once

#include <vector>

#include "checks/project.h"

namespace cordon::checks {

// One finding a lockfile and host (source.undeclared-host); a lockfile's archives from addresses of their own
// (source.address) and from files beside it (source.local-archive); what a package.json asks for so that no lockfile
// has. Where a change is looked at, hosts are left to check_unknown_host, which tells new ones apart.
void check_undeclared_source(const Project& project, const intel::Knowledge& knowledge,
                             std::vector<model::Finding>& out);

}  // namespace cordon::checks
