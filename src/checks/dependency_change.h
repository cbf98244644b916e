// What a change brought, where one is looked at (Project::before): releases that are suspicious by the change alone,
// and releases that say something else than they did.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "checks/project.h"
#include "model/inventory.h"

namespace cordon::checks {

// The lockfiles to compare: of each after the one before that has its name, else one that a client of the same
// ecosystem wrote. Null before: there was none. Null after: it is gone, and no other stands for it.
using LockfilePair = std::pair<const model::Inventory*, const model::Inventory*>;
std::vector<LockfilePair> pair_lockfiles(std::span<const model::Inventory> before,
                                         std::span<const model::Inventory> after);

// What a lockfile that was not there before is compared with.
model::Inventory nothing_like(const model::Inventory& other);

void check_dependency_change(const Project& project, const intel::Knowledge& knowledge,
                             std::vector<model::Finding>& out);

}  // namespace cordon::checks
