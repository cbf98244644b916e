// What commands that change files of projects open before the process confines itself.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/target.h"
#include "base/file_tree.h"
#include "base/os/confine.h"
#include "base/result.h"
#include "inventory/client_config_read.h"
#include "model/generated/model.h"

namespace cordon::cli {

// Opens the paths, or the working directory where there is none, and of each its folder again with nothing taken out of
// its files (`raw`). Fails as open_targets does, and with usage for a node_modules: what is installed is not changed.
Result<void> open_to_change(const std::vector<std::string>& paths, std::vector<app::Target>& targets,
                            std::vector<std::unique_ptr<FileTree>>& raw, std::vector<model::FileUnread>& unopened);

// npm's cache of this user; without a tree where there is none, or where it is not wanted.
struct NpmCacheFolder {
  std::string place;
  std::unique_ptr<FileTree> tree;
};
Result<NpmCacheFolder> open_npm_cache(bool wanted, const inventory::UserConfig& user,
                                      std::vector<model::FileUnread>& unread);

// Reading these folders; writing in those of the targets, and there only where `apply`.
os::Confinement confinement_to_change(const std::vector<app::Target>& targets, const NpmCacheFolder& cache, bool apply);

}  // namespace cordon::cli
