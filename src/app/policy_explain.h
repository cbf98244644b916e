// `cordon policy explain`: the rules in force, and what each says of the releases of a package that are here.
#pragma once

#include <string>
#include <vector>

#include "app/progress.h"
#include "app/registry_documents.h"
#include "app/release_archives.h"
#include "app/target.h"
#include "base/clock.h"
#include "inventory/client_config_read.h"
#include "model/generated/policy_report.h"
#include "model/registries.h"
#include "policy/settings.h"

namespace cordon::app {

struct PolicyExplainOptions {
  policy::Settings settings;
  std::string package;          // as policy::PackagePattern reads it; empty: the rules alone
  std::vector<Target> targets;  // where its releases are looked for
  std::vector<model::FileUnread> unopened;
  model::Registries registries;
  inventory::UserConfig user_config;
  ReleaseArchives* archives = nullptr;     // null: nothing is at hand
  RegistryDocuments* documents = nullptr;  // null: nothing is at hand
};

// Same bytes for the same input. Fails with invalid_value where the package is no pattern.
Result<model::PolicyExplainReport> explain_policy(const PolicyExplainOptions& options, const Clock& clock,
                                                  Progress& progress);

}  // namespace cordon::app
