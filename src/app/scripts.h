// `cordon scripts`: everything that would run when what is here is installed, or when somebody opens it.
#pragma once

#include <string>
#include <vector>

#include "app/auto_runs.h"
#include "app/progress.h"
#include "app/target.h"
#include "intel/knowledge.h"
#include "inventory/client_config_read.h"
#include "model/generated/scripts_report.h"
#include "model/registries.h"

namespace cordon::app {

struct ScriptsOptions {
  std::vector<Target> targets;
  std::vector<model::FileUnread> unopened;
  model::Registries registries;
  inventory::UserConfig user_config;
  const intel::Knowledge* knowledge = nullptr;  // null: packages are not held against what incident packs list
  AutoRunLimits limits;
};

// Same bytes for the same input. Nothing is run, written or fetched. Settings of this user and machine change nothing
// of what is said to run: others install the same project without them.
model::ScriptsReport list_scripts(const ScriptsOptions& options, Progress& progress);

}  // namespace cordon::app
