// The projects below the targets of a run, in the order they are looked at: what scan and inventory share.
#pragma once

#include <mutex>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/progress.h"
#include "app/target.h"
#include "inventory/discover.h"
#include "model/inventory.h"

namespace cordon::app {

struct FoundProject {
  const Target* target = nullptr;
  inventory::Project project;
};

struct FoundProjects {
  std::vector<FoundProject> projects;     // by target, then by folder
  std::vector<model::FileUnread> unread;  // as displayed
};

// A target in which there is nothing to read is unread itself, with the code nothing_found.
FoundProjects find_projects(std::span<const Target> targets, Progress& progress);

// The lockfiles read so far say which folders are workspace packages of theirs; a package.json there is covered.
// Threads may add at the same time.
class WorkspaceFolders {
 public:
  // Notes the members of a lockfile that stands in `directory` of `target`.
  void add(const Target* target, std::string_view directory, const model::Inventory& inventory);
  bool covers(const Target* target, std::string_view directory) const;

 private:
  mutable std::mutex mutex_;
  std::set<std::pair<const Target*, std::string>> folders_;
};

}  // namespace cordon::app
