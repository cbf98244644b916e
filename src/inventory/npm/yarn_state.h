// node_modules/.yarn-state.yml: what yarn 2 and newer recorded of the node_modules that it made.
#pragma once

#include <string>

#include "inventory/reader.h"

namespace cordon::inventory::npm {

// A component for every place of a package that its locator gives a version, with the install location as its instance:
// "<display path>#node_modules/a". Workspaces are the project's own, and packages of git, archives and folders have no
// version here: they are left out. Entries that are none become unread. No edges: the file knows of none.
//
// Fails with what yaml::parse fails with, and wrong_type when the file is no mapping.
// Specification: yarn's nmMode state file, versions 1 and 2.
Result<model::Inventory> read_yarn_state(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::npm
