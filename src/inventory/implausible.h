// What no client writes, and what therefore cannot be judged: names and versions that no registry accepts, kept as they
// are because nothing can be matched against them, and lockfiles that lack everything their project asks for.
#pragma once

#include "model/inventory.h"

namespace cordon::inventory {

// Adds an unread entry (code invalid_value) for every registry component whose name has hidden characters, spaces or
// more than 214 bytes (npm's limit), or whose version has more than 256 (semver's) or hidden characters. At most 100
// entries, then one that counts the rest. Adds one (code no_packages) for a lockfile without components whose roots ask
// for packages: an empty file is no clean one.
void note_implausible(model::Inventory& inventory);

}  // namespace cordon::inventory
