// What pnpm's lockfiles do not tell: the ranges that packages ask for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/fix_edits.h"
#include "app/fix_graph.h"
#include "app/fix_sources.h"
#include "base/file_tree.h"
#include "model/inventory.h"

namespace cordon::app {

// Gives dependencies of the release that have ranges the references that this lockfile has for them: of the highest
// version that is admitted. One that is not there stays without, which the rewriter refuses.
void add_references(const model::Inventory& lockfile, change::Release& release);

// Who may know ranges.
struct RangeSources {
  const FixSources* sources = nullptr;
  const FileTree* tree = nullptr;  // of the project
  std::string directory;           // its folder in the tree
};

// The lockfile with the ranges that packages ask for these components by, where node_modules or npm's cache knows them.
model::Inventory with_known_ranges(const model::Inventory& lockfile, const std::vector<Chosen>& chosen,
                                   const RangeSources& sources);

// Whether versions can be forced in the package.json of that folder: pnpm 11 and newer do not read it there, and where
// pnpm-workspace.yaml has overrides, pnpm 10 does not either. Fails with refused.
Result<void> check_forcible(const FileTree& tree, const std::string& directory);

// Every package that has a changed one as a dependency asks for a version that it is now: by an older lockfile where
// both stood so together, by its package.json in node_modules, by npm's cache; or it is forced on it. Fails with
// refused, naming the package whose manifest is not known, or whose range does not admit it.
Result<void> check_dependents(const model::Inventory& after, const std::vector<Moved>& moved,
                              const std::vector<Forced>& forced, const RangeSources& sources);

}  // namespace cordon::app
