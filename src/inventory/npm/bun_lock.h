// bun.lock, the text lockfile of bun 1.2 and newer: JSON with comments and trailing commas.
#pragma once

#include <string>

#include "inventory/reader.h"

namespace cordon::inventory::npm {

// Reads lockfileVersion 0 to 3. Roots are the project and its workspace packages; components are the other packages,
// with the instance of their key in "packages" ("a", "a/b"). Edges follow bun's rule (resolve_bun_requests); one that
// leads to a workspace package leads to its root. Dependencies without a package are `unresolved`, as is normal for
// optional and peer ones. What cannot be understood becomes unread, entry by entry. Fails with
//   as json::parse        no JSON
//   wrong_type            no object, or a version that is no whole number
//   missing_field         no lockfileVersion
//   unsupported_version   newer than 3
// Specification: bun's documentation of BunLockFile, and what bun 1.3 reads.
Result<model::Inventory> read_bun_lock(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::npm
