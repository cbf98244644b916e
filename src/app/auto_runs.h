// Files anywhere in a target, also inside of installed packages, that make an editor, an agent, git or a shell run
// something.
#pragma once

#include <cstdint>

#include "app/progress.h"
#include "app/project_runs.h"

namespace cordon::app {

struct AutoRunLimits {
  std::uint64_t entries = 5'000'000;
  std::uint32_t depth = 128;
  std::uint32_t time_ms = 120'000;  // of the clock on the wall
  std::uint64_t file_bytes = 8u << 20;
};

// Walks the folders of a target. Links are followed inside the tree where one stands for ".vscode" and the like, or in
// such a folder; of .git only hooks and configuration are looked at, also those of submodules, of the repository that a
// file ".git" names, and what a configuration includes. What of that leads out of the tree is unread.
// A file belongs to the package whose folder is nearest above it (CollectedRuns::folders), else to the project. Hooks
// of git inside of packages run nowhere and are passed over. Beyond a limit the rest is unread.
void collect_auto_runs(const Target& target, const AutoRunLimits& limits, Progress& progress, CollectedRuns& out);

}  // namespace cordon::app
