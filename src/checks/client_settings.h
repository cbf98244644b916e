// What the project's own settings of package clients choose, as it stands: registries, ways to them, programs.
#pragma once

#include <vector>

#include "checks/project.h"

namespace cordon::checks {

// One finding a file and rule: a registry that is neither known nor declared, of everything or of a scope
// (client.registry); proxies and certificates (client.way); folders of archives (client.stored); programs that the
// client runs, or options that load code into it (client.runs-code); where package.json says to publish
// (client.publish). What a gate tells a client counts less than most of it. Settings that name the client itself
// (yarnPath) and pnpmfiles are told by `scripts`.
void check_client_settings(const Project& project, const intel::Knowledge& knowledge, std::vector<model::Finding>& out);

}  // namespace cordon::checks
