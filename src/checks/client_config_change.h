// What a change does to the settings of package clients: protections that are turned off, registries that are others.
#pragma once

#include <vector>

#include "checks/project.h"

namespace cordon::checks {

// Appends change.client-config, one for each file that weakens something. Nothing where no change is looked at.
void check_client_config_change(const Project& project, const intel::Knowledge& knowledge,
                                std::vector<model::Finding>& out);

}  // namespace cordon::checks
