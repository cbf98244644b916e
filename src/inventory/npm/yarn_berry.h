// yarn.lock as yarn 2 and newer write it: YAML with "__metadata", format versions 1 and up.
#pragma once

#include <string>

#include "inventory/reader.h"

namespace cordon::inventory::npm {

// A component for each entry; ids are "<display path>#<locator>", and an entry with a locator that was there before
// gets
// "#2", "#3", ... Name and version are those of the locator, which is what yarn fetches; a `version` that says
// something else is reported as unread with the code disagreement. A patched package has the name and version of what
// is patched, and an edge to its entry. `checksum` is of yarn's own cache archive: it becomes Component::checksum, not
// integrity.
//
// Workspace packages are roots, not components: the one at "." is the project. What depends on a workspace has an edge
// to its root. Without an entry for the project (a lockfile cut by hand) the package.json beside it makes it a root, or
// else one is inferred, see add_inferred_root.
//
// A dependency leads to the entry that DescriptorIndex finds, after "resolutions" of the project's package.json and
// catalogs of .yarnrc.yml replaced its range. Where there is none: to a workspace of that name for "workspace:", or,
// when no package.json says that nothing replaces it, to the only entry of that name; else it is unresolved. The file
// does not resolve peer dependencies: there are no edges for them.
//
// Kinds of a workspace's dependencies come from its package.json, as does what the lockfile does not have yet; without
// one, see compute_yarn_scopes.
//
// Fails with wrong_type when the file is no mapping, too_many for several YAML documents, and as yaml::parse does.
Result<model::Inventory> read_yarn_berry(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::npm
