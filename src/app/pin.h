// `cordon pin`: ranges become versions, entries get digests, tags of actions become commits, by what is known here.
#pragma once

#include <memory>
#include <vector>

#include "app/action_commits.h"
#include "app/fix_sources.h"
#include "app/progress.h"
#include "app/target.h"
#include "app/workflow_history.h"
#include "base/clock.h"
#include "intel/knowledge.h"
#include "inventory/client_config_read.h"
#include "model/generated/pin_report.h"
#include "policy/settings.h"

namespace cordon::app {

struct PinOptions {
  std::vector<Target> targets;
  // Parallel to targets: the same folders with nothing taken out of their files, which is what is written again.
  std::vector<std::unique_ptr<FileTree>> raw;
  std::vector<model::FileUnread> unopened;
  const intel::Knowledge* knowledge = nullptr;
  policy::Settings settings;
  inventory::UserConfig user_config;
  FixSources sources;
  ActionCommits commits;                     // what the user says of actions
  const WorkflowHistory* history = nullptr;  // null: the past is not asked
  bool all = false;                          // also what a library asks for
  bool apply = false;
};

// Plans every lockfile of npm's ecosystem and every workflow below the targets, once; with `apply` writes what was
// planned: all of it or nothing. What is refused, or cannot be pinned, stays and is told. Fails as write_all_or_none
// does; the files then are what they were.
Result<model::PinReport> pin(PinOptions& options, const Clock& clock, Progress& progress);

}  // namespace cordon::app
