// What the dependencies of one project run when they are installed: by its installed tree where there is one, else by
// what its lockfiles say.
#pragma once

#include "app/project_runs.h"

namespace cordon::app {

struct DependencySources {
  const Target& target;
  const inventory::Project& found;
  const checks::Project& project;
  const inventory::npm::BuildPolicy& policy;
  const Limits& limits;
};

// Appends runs, packages and what is not known. Of a package that stands in the tree its own package.json and
// binding.gyp are read; what a lockfile says otherwise of the same location or release is a remark. A package that does
// not stand there is known by its lockfile alone: that it has a script, not which. Lockfiles that do not even say that
// are unread, code scripts_unknown.
void collect_dependencies(const DependencySources& sources, CollectedRuns& out);

}  // namespace cordon::app
