// pylock.toml and pylock.<name>.toml: PEP 751 and packaging.python.org, "pylock.toml specification", version 1.
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::pypi {

// Components: every entry of packages (id "<path>#name@version"); entries of one name, version and source, which
// markers choose between, are one component with the digests of all. Edges: where any entry has dependencies (or the
// list that PDM keeps in its tool table), those, and what pyproject.toml beside the file asks for, or an inferred root.
// Else all come from the root: runtime, development for what a marker ties to groups other than "default" and "main",
// optional for what it ties to extras. Fails as toml::parse does, with missing_field for a text that is none and with
// unsupported_version.
Result<model::Inventory> read_pylock(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::pypi
