// `cordon fix`: back to the last good release, or forward to one that is known, by changing lockfile and package.json.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "app/fix_history.h"
#include "app/fix_sources.h"
#include "app/online_documents.h"
#include "app/progress.h"
#include "app/target.h"
#include "base/clock.h"
#include "intel/knowledge.h"
#include "inventory/client_config_read.h"
#include "model/generated/fix_report.h"
#include "policy/settings.h"

namespace cordon::app {

struct FixOptions {
  std::vector<Target> targets;
  // Parallel to targets: the same folders with nothing taken out of their files, which is what is written again.
  std::vector<std::unique_ptr<FileTree>> raw;
  std::vector<model::FileUnread> unopened;
  const intel::Knowledge* knowledge = nullptr;
  policy::Settings settings;
  inventory::UserConfig user_config;
  FixSources sources;
  OnlineDocuments* online = nullptr;  // --online
  FixHistory* history = nullptr;      // of the same targets; null: --no-history
  // What a cache alone knows must be published by then, unless it is a way back: seconds since 1970; 0: any age.
  std::int64_t published_before = 0;
  // What has known vulnerabilities, that severe or more, goes forward to the first release with the fixes.
  bool forward = false;
  model::Severity severity = model::Severity::high;
  bool apply = false;
};

// Plans every lockfile of npm's ecosystem below the targets that has something bad, once, and with `apply` writes what
// was planned; what is bad elsewhere below them is told as what stays: of all lockfiles or, where a file cannot be
// changed, of none. Fails as os::amend_file does, and with unavailable where another run has the folder; the files then
// are what they were.
Result<model::FixReport> fix(const FixOptions& options, const Clock& clock, Progress& progress);

}  // namespace cordon::app
