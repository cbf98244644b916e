// The projects below the targets of a run, in the order they are looked at: what scan and inventory share.
#pragma once

#include <mutex>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "app/libraries.h"
#include "app/progress.h"
#include "app/target.h"
#include "inventory/discover.h"
#include "model/inventory.h"

namespace cordon::app {

struct FoundProject {
  const Target* target = nullptr;
  inventory::Project project;
};

// What package clients keep beside projects: folders of a target.
struct FoundArtefacts {
  const Target* target = nullptr;
  std::vector<std::string> npm_caches, npm_logs, other_caches;  // as inventory::Discovery has them
};

struct FoundProjects {
  std::vector<FoundProject> projects;     // by target, then by folder
  std::vector<model::FileUnread> unread;  // as displayed
  std::vector<FoundArtefacts> artefacts;  // of targets that are folders
};

// Whether caches and logs are something to read, too.
enum class Hunts : std::uint8_t { no, yes };

// A target in which there is nothing to read is unread itself, with the code nothing_found. JavaScript files are a
// project of their own, of the ecosystem "javascript"; where nothing is known of libraries, they are unread.
// `libraries` may be null: they are passed over.
FoundProjects find_projects(std::span<const Target> targets, Libraries* libraries, Progress& progress,
                            Hunts hunts = Hunts::no);

// The lockfiles read so far say which folders are workspace packages of theirs; a manifest of the same ecosystem there
// is covered. Threads may add at the same time.
class WorkspaceFolders {
 public:
  // Notes the members of a lockfile of the project; those of a manifest alone have no lockfile that covers them.
  void add(const FoundProject& project, const model::Inventory& inventory);
  bool covers(const FoundProject& project) const;

 private:
  mutable std::mutex mutex_;
  std::set<std::tuple<const Target*, std::string, std::string>> folders_;  // with the ecosystem
};

}  // namespace cordon::app
