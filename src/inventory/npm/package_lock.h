// The lockfiles of npm: package-lock.json, npm-shrinkwrap.json and node_modules/.package-lock.json, versions 1 to 3.
#pragma once

#include <string>

#include "inventory/reader.h"

namespace cordon::inventory::npm {

// Components are the nodes of the tree that npm itself builds from the file (Arborist's loadVirtual), without the
// project; ids are "<display path>#<install location>", links included. Edges are those of that tree: by Node's lookup
// over install locations, one a name. The project's lists come from the package.json beside the file where the tree has
// one, also when it says something else than the lockfile, and so do those of workspaces and other linked folders; a
// package.json that cannot be read is unread, and the lockfile's own record counts.
//
// Without a tree, workspaces are found by the lockfile's entries. Entries that npm's tree has no node for (a second one
// for the same place, one below a link) and entries that are no objects become unread; so do the differences between
// the two trees of version 2 (code "disagreement"). What npm 6 installs by its tree and npm 7 by the other does not is
// a component too, behind the nodes, without edges; its id ends in "//npm6".
//
// An object with neither a version nor a tree is an empty lockfile to npm; here it is that, and unread.
//
// Fails with unsupported_version for a lockfileVersion that is not 1, 2 or 3, wrong_type where the document or its
// tree is no object, and with what json::parse fails with.
// Specification: npm's documentation of package-lock.json; behaviour of npm 11.
Result<model::Inventory> read_package_lock(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::npm
