// How far a bad package got in one project, as facts with their evidence.
#pragma once

#include <optional>
#include <vector>

#include "checks/component_index.h"
#include "checks/project.h"

namespace cordon::checks {

// Answers for any number of packages of one project: it sorts the project's components once. Project and knowledge must
// outlive it.
class Exposures {
 public:
  Exposures(const Project& project, const intel::Knowledge& knowledge);

  // The exposure of the package that `bad` is. What no file decides stays unknown; a lockfile alone never says that
  // something was not installed or did not run. That it ran is said only where an incident pack knows what its install
  // script leaves, or deletes; that it did not run only where policy is recorded that kept its install script from
  // running: in what pnpm keeps about the tree, or in the project's own configuration of each client whose lockfile has
  // the release.
  model::Exposure of(const model::Component& bad) const;

 private:
  const Project& project_;
  const intel::Knowledge& knowledge_;
  std::vector<ComponentIndex> lockfiles_;
  std::optional<ComponentIndex> hidden_, self_, installed_;
};

}  // namespace cordon::checks
