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

// Lets these settings count, where no argument overrides them.
void take_settings(const JudgeArguments& arguments, policy::Settings settings, app::ScanOptions& options);

// What is at hand when a change is looked at: the folders of --archives, and npm's cache of this user.
struct AtHand {
  std::unique_ptr<app::ReleaseArchives> archives;
  std::unique_ptr<app::RegistryDocuments> documents;
};

// Lets the options point to it. Fails as ReleaseArchives::open does.
Result<AtHand> open_at_hand(const JudgeArguments& arguments, app::ScanOptions& options);

}  // namespace cordon::cli
