// requirements.txt of pip, and what pip-compile, uv and pip freeze write in its form.
//
// Format: pip.pypa.io, "Requirements File Format", "Secure installs"; PEP 508.
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::pypi {

// Components: what is pinned by "==" or "===", here or by a constraint, and what comes from an address or folder (id
// "<path>#name@version"). What is not pinned is declared by the root alone, and an unread entry, ranges_only, says how
// much that is. Files behind -r are read as part of this one, those behind -c only for the versions that they pin;
// both inside the tree only.
//
// A resolver's file says in comments ("# via") which package needs which: those are the edges. Else all come from the
// root, and an unread entry says so: indirect_missing where the file may leave out what its packages need, no_edges
// where digests or a resolver's heading show that it is whole.
//
// The registry is that of --index-url; where --extra-index-url gives several, one that is not private, because pip
// takes the highest version of all.
//
// Fails as cut_requirement_lines does, and with syntax for a text most of whose lines are no requirements.
Result<model::Inventory> read_requirements(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::pypi
