// GitHub Actions: workflows (.github/workflows/*.yml) and actions (action.yml).
//
// Format: docs.github.com, "Workflow syntax for GitHub Actions" and "Metadata syntax for GitHub Actions".
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::github_actions {

// Components: one for every `uses:` of a step (id "<path>#jobs.build.steps[0]") and of a job that calls another
// workflow
// ("<path>#jobs.call"), as identify_uses has it, under one root of the workflow's name. An entry that has none of its
// forms is unread. A text without jobs, which GitHub runs nothing of, has none: an entry says so. Fails as yaml::parse
// does.
Result<model::Inventory> read_workflow(std::string text, const ReadContext& context);

// The same of an action: the steps of a composite one ("<path>#runs.steps[0]"), and the image of one that runs in a
// container and is not built from the repository ("<path>#runs.image").
Result<model::Inventory> read_action(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::github_actions
