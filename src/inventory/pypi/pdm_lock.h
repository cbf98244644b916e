// pdm.lock of PDM, lock_version 2 to 4 (github.com/pdm-project/pdm, project/lockfile).
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::pypi {

// Components: every package (id "<path>#name@version"); what is listed again for its extras is one component with the
// dependencies of all its entries. Edges as the file has them. The project and what it asks for come from
// pyproject.toml beside the file; without it a root is inferred, and only what belongs to the group "default" has a
// scope. Fails as toml::parse does, with missing_field for a text that is none and with unsupported_version.
Result<model::Inventory> read_pdm_lock(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::pypi
