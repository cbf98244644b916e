// Reads everything of one project: client configuration, lockfiles, manifest, installed tree.
#pragma once

#include <string>
#include <vector>

#include "app/target.h"
#include "checks/project.h"
#include "inventory/client_config_read.h"
#include "inventory/discover.h"
#include "model/registries.h"

namespace cordon::app {

// What stays the same for all projects of a run.
struct ReadSettings {
  const model::Registries* registries = nullptr;
  inventory::UserConfig user_config;  // the user's own files and environment
  Limits limits;
};

struct ProjectRead {
  checks::Project project;
  std::vector<model::FileRead> read;
  std::vector<model::FileUnread> unread;
};

// Never fails as a whole: what cannot be read is in `unread`. `manifest_covered` says that a lockfile above this folder
// has the manifest as one of its workspace packages: package.json, Cargo.toml.
ProjectRead read_project(const Target& target, const inventory::Project& found, bool manifest_covered,
                         const ReadSettings& settings);

}  // namespace cordon::app
