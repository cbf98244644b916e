// A Cargo.toml that no Cargo.lock covers: what is asked for is known, what would be built is not.
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::cargo {

// One root with its declared dependencies, [patch] and [replace] as overrides, no components. Where it declares any, an
// unread entry with the code ranges_only makes the answer incomplete. Fails as parse_manifest does.
Result<model::Inventory> read_cargo_toml(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::cargo
