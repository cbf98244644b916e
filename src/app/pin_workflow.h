// How one workflow or action of GitHub is pinned: planned and proved, not written.
#pragma once

#include "app/action_commits.h"
#include "app/pin_lockfile.h"
#include "model/inventory.h"

namespace cordon::app {

// Tags whose commit is known become that commit, with the tag in a comment. Never fails, as pin_lockfile. Proved: read
// again, the workflow uses the same releases in the same places, and says the same otherwise.
PinPlan pin_workflow(const PinContext& context, const model::Inventory& workflow, const ActionCommits& commits);

}  // namespace cordon::app
