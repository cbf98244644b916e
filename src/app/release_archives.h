// Archives of releases that are at hand: in folders that were named and in npm's cache. What their files say of a
// release is read when it is asked for, once.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/file_tree.h"
#include "base/result.h"
#include "change/package_facts.h"
#include "model/generated/model.h"

namespace cordon::app {

class ReleaseArchives {
 public:
  // Opens the folders; their files are read later. `npm_cache` is the folder above _cacache; empty: none. Fails with
  // what opening a named folder fails with; a cache that is not there is none.
  static Result<std::unique_ptr<ReleaseArchives>> open(const std::vector<std::string>& folders,
                                                       const std::string& npm_cache);

  // What the process must be able to read.
  const std::vector<std::string>& readable() const { return readable_; }

  // Of the archive that the component's integrity names; of a component without one of an archive in the folders whose
  // manifest has its name and version. Null where none is at hand, or where it cannot be read whole. Any thread may
  // ask; the answer lives as long as this.
  const change::PackageFacts* of(const model::Component& component);

  // The named folders out of which nothing was asked for, as they were named.
  std::vector<std::string> unused() const;

  static constexpr std::uint64_t kPackedBytes = 256u << 20, kUnpackedBytes = 1u << 30;
  static constexpr std::size_t kFiles = 1'000;  // of each folder

 private:
  struct File {
    std::size_t folder = 0;
    std::string path;
  };

  ReleaseArchives() = default;
  void index();
  std::optional<std::string> find(const model::Component& component);
  std::optional<change::PackageFacts> read(const model::Component& component);

  std::vector<std::unique_ptr<FileTree>> folders_;
  std::vector<bool> used_;  // by folder
  std::unique_ptr<FileTree> cache_;
  std::vector<std::string> readable_;  // the folders, then the cache
  mutable std::mutex mutex_;
  bool indexed_ = false;
  std::multimap<std::string, File> by_name_;                         // of the file: "axios-1.14.1.tgz"
  std::map<std::string, File> by_digest_;                            // SRI strings
  std::map<std::string, std::optional<change::PackageFacts>> read_;  // by purl and integrity
};

}  // namespace cordon::app
