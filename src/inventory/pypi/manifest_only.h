// A pyproject.toml or Pipfile that no lockfile covers: what is asked for is known, what would be installed is not.
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::pypi {

// One root with its declared dependencies, no components. Where it declares any, or says that they are computed, an
// unread entry with the code ranges_only makes the answer incomplete. A pyproject.toml that only configures tools
// declares none. Fail as toml::parse does.
Result<model::Inventory> read_pyproject(std::string text, const ReadContext& context);
Result<model::Inventory> read_pipfile(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::pypi
