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
#include "model/registries.h"

namespace cordon::app {

class RegistryDocuments {
 public:
  // Opens the folders; their files (*.json) are read when somebody asks. `npm_cache` is the folder above _cacache;
  // empty: none. `registries` are those that are known. Fails with what opening a named folder fails with; a cache that
  // is not there is none.
  static Result<std::unique_ptr<RegistryDocuments>> open(const std::vector<std::string>& folders,
                                                         const std::string& npm_cache,
                                                         model::Registries registries = {});

  // Of the component's package, where it comes from a registry, and of that registry alone: in the folders a document
  // whose archives lie there, or at a mirror or what it mirrors; of what was fetched by the registry; in the cache by
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
  explicit RegistryDocuments(model::Registries registries) : registries_(std::move(registries)) {}
  void read_folders();
  bool is_of_registry(const change::Packument& packument, const model::Component& component) const;
  std::optional<change::Packument> read_cached(const model::Component& component) const;

  struct Folder {
    std::string name;
    std::unique_ptr<FileTree> tree;
    bool used = false;
  };

  struct FolderDocument {
    std::size_t folder = 0;
    change::Packument packument;
  };

  std::vector<Folder> folders_;
  std::unique_ptr<FileTree> cache_;
  mutable std::mutex mutex_;
  bool has_read_folders_ = false;
  std::map<std::pair<std::string, std::string>, change::Packument> fetched_;                // by registry and name
  std::multimap<std::string, FolderDocument> read_;                                         // of folders, by name
  std::map<std::pair<std::string, std::string>, std::optional<change::Packument>> cached_;  // by registry and name
  model::Registries registries_;
};

}  // namespace cordon::app
