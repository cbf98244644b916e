// Whether anything is known of a package's ecosystem: without that, "nothing found" says nothing.
#pragma once

#include <vector>

#include "checks/project.h"

namespace cordon::app {

// One line for each ecosystem in the project's SBOM documents whose packages are compared with nothing that is known by
// name: code unsupported_ecosystem, which leaves the answer incomplete. Readers of lockfiles are of ecosystems that are
// known; parts of a document without an ecosystem are told by the document's own lines.
void note_unknown_ecosystems(const checks::Project& project, std::vector<model::FileUnread>& unread);

}  // namespace cordon::app
