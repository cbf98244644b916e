// What the commands that judge need beside their targets: settings, knowledge and thresholds.
#pragma once

#include <memory>

#include "app/scan.h"
#include "cli/arguments.h"
#include "intel/knowledge.h"

namespace cordon::cli {

// Fills the options from arguments and settings, all but targets and knowledge: that is returned, and the caller lets
// the options point to it. Fails as load_settings, load_knowledge and add_advisories do.
Result<intel::Knowledge> prepare_judging(const JudgeArguments& arguments, app::ScanOptions& options);

// Archives that are at hand when a change is looked at: the folders named, and npm's cache of this user. Fails as
// ReleaseArchives::open does.
Result<std::unique_ptr<app::ReleaseArchives>> open_archives(const JudgeArguments& arguments, app::ScanOptions& options);

}  // namespace cordon::cli
