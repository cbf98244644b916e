// Which of the projects that were found are of interest: to know what a project resolved, one source is enough, and two
// would name everything twice.
#pragma once

#include <cstdint>

#include "app/projects.h"

namespace cordon::app {

// Which SBOM documents count that were found in a folder. Those that were named always do.
enum class FoundDocuments : std::uint8_t {
  all,
  where_alone,  // of folders that were given and hold nothing but documents
  none,
};

struct Selection {
  FoundDocuments documents = FoundDocuments::all;
  bool installed_beside_lockfile = true;  // the installed tree of a project that has a lockfile
};

// Takes out what is not selected. What is taken out is a line of `unread` with code superseded that leaves the answer
// complete: something else stands for it.
void select_projects(const Selection& selection, FoundProjects& found);

}  // namespace cordon::app
