// yarn.lock version 1.
#pragma once

#include <string>

#include "inventory/reader.h"

namespace cordon::inventory::npm {

// A component for each block; ids are "<display path>#<install name>@<version>", where the install name is the alias or
// else the real name; blocks that share it get "#2", "#3", ... in order of the file. The real name is the
// target of an alias ("a@npm:b@1" is b), else the selector's; for what does not come from a registry the block's
// `name`, or for an address the name in it. A block whose selectors name several packages, which yarn does not write,
// gives a component for each. A block whose every selector stands in a later block again gives none
// (Inventory::duplicates tells). Without `integrity`, the SHA-1 behind the tarball's address becomes one. Blocks with
// "workspace:" selectors, which bun writes, are roots.
//
// A dependency leads to the block that has its "name@range" as a selector. Where there is none, to a workspace of that
// name, or to what "resolutions" of the package.json puts in its place, or, when no package.json says that nothing
// does, to the only block of that name; else it is unresolved.
//
// Roots are the project and its workspaces, by the package.json files beside the lockfile. Without one there is one
// inferred root, see add_inferred_root. The file does not resolve peer dependencies: there are no edges for them.
//
// Fails as parse_yarn_classic does.
Result<model::Inventory> read_yarn_classic(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::npm
