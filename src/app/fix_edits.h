// From chosen releases to edits: of the lockfile, and of every package.json that must ask for something else.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/fix_graph.h"
#include "app/fix_sources.h"
#include "change/rewrite/manifest.h"
#include "change/rewrite/release.h"
#include "model/inventory.h"

namespace cordon::app {

// A release that takes the place of these components.
struct Chosen {
  std::vector<std::uint32_t> components;  // indices in the inventory
  change::Release release;
};

struct FixEdits {
  change::Edits lockfile;
  // By the folder of the package.json, relative to that of the lockfile.
  std::map<std::string, std::vector<change::RangeChange>> ranges;
  std::vector<change::ForcedVersion> forced;  // in the package.json beside the lockfile
  change::ForcedIn forced_in = change::ForcedIn::overrides;
  std::vector<Forced> rules;  // the same as `forced`, for the proof
};

// Ranges of projects and their members that do not admit the release are changed, keeping their form. Where another
// package's range does not admit it, the version is forced: for npm and pnpm on those that would get the bad release,
// by a rule that names it ("tool@1.0.1"); for yarn, whose rules know no versions, on that package ("**/user/tool").
// Fails with refused where that cannot be done: a range that comes from a catalog, an override of the project's that
// does not admit the release, a name that is an alias.
Result<FixEdits> edits_for(const model::Inventory& lockfile, LockfileKind kind, const std::vector<Chosen>& chosen);

// The folder of a project's package.json, relative to that of the lockfile, as its root's key tells it.
std::string folder_of_root(const model::Inventory& inventory, const model::Root& root, LockfileKind kind);

// The folders whose package.json belongs to the lockfile, relative to its own; "" is among them.
std::set<std::string> project_folders(const model::Inventory& lockfile, LockfileKind kind);

// The same place in a lockfile, to be taken out.
change::Remove removal_of(const model::Inventory& lockfile, std::uint32_t component);

}  // namespace cordon::app
