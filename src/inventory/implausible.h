// Names and versions that no registry accepts: kept as they are, and said, because nothing can be matched against them.
#pragma once

#include "model/inventory.h"

namespace cordon::inventory {

// Adds an unread entry (code invalid_value) for every registry component whose name has hidden characters, spaces or
// more than 214 bytes (npm's limit), or whose version has more than 256 (semver's) or hidden characters. At most 100
// entries, then one that counts the rest.
void note_implausible(model::Inventory& inventory);

}  // namespace cordon::inventory
