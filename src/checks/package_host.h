// The host that a package is fetched from, where nobody declared it.
#pragma once

#include <string>

#include "checks/project.h"

namespace cordon::checks {

struct PackageHost {
  std::string host;         // empty: it is declared, or nothing is fetched
  bool is_by_name = false;  // the package is private by its name alone, whatever the host
};

// Of a registry, an address or a repository. Declared are the hosts of the table of registries and of cordon.yaml.
PackageHost undeclared_host(const Project& project, const model::Component& component);

}  // namespace cordon::checks
