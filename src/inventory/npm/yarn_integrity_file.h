// node_modules/.yarn-integrity: what yarn 1 recorded of the node_modules that it made.
#pragma once

#include <string>

#include "inventory/reader.h"

namespace cordon::inventory::npm {

// A component for every entry of "lockfileEntries" whose address names a release; several patterns may lead to one. The
// instance is the pattern, as "left@^1.0.0": the file does not say where a package lies. An address that names none (of
// git, or of a folder) is left out. Entries that are no texts become unread. No edges: the file knows of none.
//
// Fails with what json::parse fails with, and wrong_type when the file is no object.
// Specification: yarn 1's integrity checker.
Result<model::Inventory> read_yarn_integrity_file(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::npm
