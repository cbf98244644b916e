// @NAME@: say in one sentence what is wrong when this check finds something, and why that matters.
#pragma once

#include <vector>

#include "model/inventory.h"

namespace cordon::checks {

// Appends one finding for each cause, not for each instance. Pure: no I/O, no clock, nothing beyond its arguments.
void check_@NAME@(const model::Inventory& inventory, std::vector<model::Finding>& out);

}  // namespace cordon::checks
