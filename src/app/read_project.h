// Reads everything of one project: client configuration, lockfiles, manifest, installed tree; or an SBOM document.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/target.h"
#include "checks/project.h"
#include "inventory/client_config_read.h"
#include "inventory/discover.h"
#include "inventory/javascript/library_finder.h"
#include "model/registries.h"
#include "sbom/document.h"

namespace cordon::app {

// What stays the same for all projects of a run.
struct ReadSettings {
  const model::Registries* registries = nullptr;
  const inventory::javascript::LibraryFinder* libraries = nullptr;  // null: scripts are not looked at
  inventory::UserConfig user_config;                                // the user's own files and environment
  Limits limits;
  bool compare_installed_files = false;  // reads and hashes whole environments of Python
};

struct ProjectRead {
  checks::Project project;
  std::vector<model::FileRead> read;
  std::vector<model::FileUnread> unread;
  // What the documents among the project's lockfiles say of themselves, by the path of the inventory.
  std::map<std::string, sbom::DocumentFacts> documents;
};

// Never fails as a whole: what cannot be read is in `unread`. `manifest_covered` says that a lockfile above this folder
// has the manifest as one of its workspace packages: package.json, Cargo.toml.
ProjectRead read_project(const Target& target, const inventory::Project& found, bool manifest_covered,
                         const ReadSettings& settings);

}  // namespace cordon::app
