// The releases of a project, each once, with the facts that the rules of the organisation ask for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checks/project.h"
#include "model/generated/model.h"
#include "policy/judge.h"

namespace cordon::app {

struct PlacedRelease {
  policy::Release release;
  std::string key;                              // equal for the same release of several projects
  const model::Component* component = nullptr;  // the first instance
  std::vector<model::Place> places;             // of instances, each once, at most kPlaces
  std::uint32_t instances = 0;

  static constexpr std::size_t kPlaces = 20;
};

// Of lockfiles, SBOMs and the installed tree, in order of the files. Components are one release when package URL,
// registry, kind of source and digests are equal; what is installed adds to what a lockfile says of the release. Where
// a change is looked at (Project::before), only releases that it brought. Facts come from the components, of
// publication and install scripts also from what the project has at hand (archives, packuments); only what the rules
// ask for is looked up. With `only`, releases that it matches. The project must outlive the answer.
std::vector<PlacedRelease> releases_of(const checks::Project& project, const policy::Rules& rules, std::int64_t now,
                                       const policy::PackagePattern* only = nullptr);

}  // namespace cordon::app
