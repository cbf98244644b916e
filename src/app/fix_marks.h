// For what each package of a lockfile is needed, as npm and pnpm mark it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "change/rewrite/release.h"
#include "model/inventory.h"

namespace cordon::app {

// By component; nothing for what no root needs. As npm's Arborist reckons it (calc-dep-flags.js): everything counts for
// all kinds until a root is found to need it otherwise. Where nobody knows what the project asks for, by what the file
// marks the direct dependencies with.
std::vector<std::optional<change::NeededFor>> needed_for(const model::Inventory& inventory);

// Of the changed lockfile, what is marked otherwise than before, and what is new. What the file marks in a way of its
// own stays so where nothing changed for it.
std::vector<change::Mark> marks_of(const model::Inventory& before, const model::Inventory& after);

}  // namespace cordon::app
