// What the files of a release say, from whatever is at hand: its archive, or where it is installed.
#pragma once

#include "change/facts.h"
#include "change/package_facts.h"
#include "checks/project.h"

namespace cordon::checks {

// Asks the project's archives, then its installed tree. Reads each once. The project must outlive the lookup; one
// thread may use it.
change::PackageLookup package_files(const Project& project);

// All that is at hand to judge a change of the project's by.
change::Sources sources_of(const Project& project);

}  // namespace cordon::checks
