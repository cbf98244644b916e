// What would run when one project is installed: its dependencies' scripts, its own, and what its clients load.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "app/read_project.h"
#include "app/target.h"
#include "inventory/npm/build_decision.h"
#include "model/generated/scripts_report.h"

namespace cordon::app {

// Whose a folder of a target is.
struct PackageFolder {
  std::string name, version, purl;
};

// What a run has found so far.
struct CollectedRuns {
  std::vector<model::InstallRun> runs;
  std::vector<model::ScriptedPackage> packages;
  std::vector<model::FileUnread> unread;
  std::size_t unsaid = 0;  // packages of which nothing says whether they run something
  // Folders of packages that are installed, for files that stand in them.
  std::map<std::pair<const Target*, std::string>, PackageFolder> folders;
  // Folders of workspace packages, and the policy of the project that they belong to.
  std::map<std::pair<const Target*, std::string>, inventory::npm::BuildPolicy> members;
  // Folders whose scripts are told as those of a dependency.
  std::set<std::pair<const Target*, std::string>> linked;
};

// Projects with a lockfile come first, because they say which folders are workspace packages of theirs.
void collect_project(const Target& target, const inventory::Project& found, const ProjectRead& read,
                     const Limits& limits, CollectedRuns& out);

}  // namespace cordon::app
