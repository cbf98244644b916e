// What the commands that judge need beside their targets: settings, knowledge and thresholds.
#pragma once

#include <memory>

#include "app/registry_credentials.h"
#include "app/scan.h"
#include "cli/arguments.h"
#include "intel/knowledge.h"

namespace cordon::cli {

// The tokens of the user's own .npmrc; one that is not there, or not to be read, has none.
app::RegistryCredentials credentials_of_user();

// Fills the options from arguments and settings, all but targets and knowledge: that is returned, and the caller lets
// the options point to it. Fails as load_settings, load_knowledge and add_advisories do.
Result<intel::Knowledge> prepare_judging(const JudgeArguments& arguments, app::ScanOptions& options);

// Lets these settings count, where no argument overrides them.
void take_settings(const JudgeArguments& arguments, policy::Settings settings, app::ScanOptions& options);

// What is at hand when a change is looked at: the folders of --archives, and npm's cache of this user.
struct AtHand {
  std::unique_ptr<app::ReleaseArchives> archives;
  std::unique_ptr<app::RegistryDocuments> documents;
  std::unique_ptr<app::OnlineDocuments> online;  // with --online
};

// Lets the options point to it. With --online it starts the process that asks registries: before the process locks
// itself down. Fails as ReleaseArchives::open and start_online do.
Result<AtHand> open_at_hand(const JudgeArguments& arguments, app::ScanOptions& options);

// Starts the process that asks registries, by what the user's own configuration says. Fails as load_user_settings does,
// and with system.
Result<std::unique_ptr<app::OnlineDocuments>> start_online(const std::string& config, std::uint32_t seconds,
                                                           const inventory::UserConfig& user,
                                                           const policy::Settings& in_force,
                                                           app::RegistryDocuments& documents);

}  // namespace cordon::cli
