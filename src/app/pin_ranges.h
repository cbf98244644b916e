// Which ranges of a project's package.json files become the versions that its lockfile resolves them to.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/fix_sources.h"
#include "change/rewrite/release.h"
#include "inventory/npm/manifest.h"
#include "model/generated/pin_report.h"
#include "model/inventory.h"

namespace cordon::app {

// One package.json of the project.
struct ProjectManifest {
  std::string folder;  // relative to that of the lockfile; "" for the one beside it
  std::string display_path;
  inventory::npm::Manifest manifest;
};

struct PinRanges {
  // By folder: what changes in its package.json.
  std::map<std::string, std::vector<change::RangeChange>> manifests;
  std::vector<change::RangeChange> lockfile;  // the same in the lockfile's copy
  std::vector<std::string> kept;              // yarn: "name@range" that somebody goes on asking for
  std::vector<model::PinnedRange> pinned;
  std::vector<model::NotPinned> left;
};

// Ranges, tags and what is asked for by an alias, of dependencies, devDependencies and optionalDependencies; peers stay
// ranges. What is no release of a registry is left, as is what an override of the project's concerns. A package.json
// with a name and a version that is not private is that of a library: others get what it asks for, so of it the
// development dependencies alone are pinned unless `all`.
PinRanges pin_ranges(const model::Inventory& lockfile, LockfileKind kind, const std::vector<ProjectManifest>& manifests,
                     bool all);

// Whether it asks for one version: "1.2.3", "=1.2.3", "v1.2.3".
bool is_exact(std::string_view range);

}  // namespace cordon::app
