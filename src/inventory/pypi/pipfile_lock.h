// Pipfile.lock of pipenv, pipfile-spec 6 and older (github.com/pypa/pipfile).
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::pypi {

// Components: every package of default, develop and other categories (id "<path>#name@version"), with every digest that
// is listed. The file has no edges between packages: all come from the root, whose declared dependencies are those of
// the Pipfile beside it; default is runtime, every other category development. A package that names no index comes from
// the first source of the file. Fails as json::parse does, with missing_field for a text without categories and with
// unsupported_version.
Result<model::Inventory> read_pipfile_lock(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::pypi
