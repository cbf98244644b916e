// What registries said of packages, as far as it is at hand: packuments in folders that were named, what --online has
// fetched, and in npm's cache.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/file_tree.h"
#include "base/result.h"
#include "change/packument.h"
#include "model/generated/model.h"

namespace cordon::app {

class RegistryDocuments {
 public:
  // Opens the folders; their files (*.json) are read when somebody asks. `npm_cache` is the folder above _cacache;
  // empty: none. Fails with what opening a named folder fails with; a cache that is not there is none.
  static Result<std::unique_ptr<RegistryDocuments>> open(const std::vector<std::string>& folders,
                                                         const std::string& npm_cache);

  // Of the component's package, by its name in the folders; of what was fetched by its registry, too; in the cache by
  // the registry that its address is of. Null where nothing is at hand; nothing is fetched. Any thread may ask; the
  // answer lives as long as this.
  const change::Packument* of(const model::Component& component);

  // What was fetched of the component's package, for all components of that name and registry.
  void add(const model::Component& component, change::Packument packument);

  // The named folders out of which nothing was asked for, as they were named.
  std::vector<std::string> unused() const;

  static constexpr std::size_t kFiles = 10'000;  // of each folder
  static constexpr std::uint64_t kBytes = 64u << 20;

 private:
  RegistryDocuments() = default;
  void read_folders();
  std::optional<change::Packument> read_cached(const model::Component& component) const;

  struct Folder {
    std::string name;
    std::unique_ptr<FileTree> tree;
    bool used = false;
  };

  std::vector<Folder> folders_;
  std::unique_ptr<FileTree> cache_;
  mutable std::mutex mutex_;
  bool has_read_folders_ = false;
  std::map<std::pair<std::string, std::string>, change::Packument> fetched_;                // by registry and name
  std::map<std::string, change::Packument> read_;                                           // of folders, by name
  std::map<std::pair<std::string, std::string>, std::optional<change::Packument>> cached_;  // by registry and name
  std::map<std::string, std::size_t> folder_of_;  // by name: which folder it is of
};

}  // namespace cordon::app
