#include "app/read_inventory.h"

#include <algorithm>

#include "app/coverage_order.h"
#include "app/projects.h"
#include "app/read_project.h"

namespace cordon::app {

InventoryReport read_inventory(const InventoryOptions& options, Progress& progress) {
  InventoryReport report;
  Libraries libraries(options.advisories ? &options.advisories->index() : nullptr, options.index_fault);
  FoundProjects found = find_projects(options.targets, options.scripts ? &libraries : nullptr, progress);
  select_projects(options.selection, found);
  report.coverage.unread = options.unopened;
  report.coverage.unread.insert(report.coverage.unread.end(), found.unread.begin(), found.unread.end());
  const ReadSettings settings{&options.registries, libraries.opened(), options.user_config, {}, false};
  WorkspaceFolders workspaces;
  const auto read = [&](const FoundProject& project) {
    ProjectRead result = read_project(*project.target, project.project, workspaces.covers(project), settings);
    for (model::Inventory& inventory : result.project.lockfiles) {
      if (project.project.has_lockfile()) workspaces.add(project, inventory);
      report.inventories.push_back(std::move(inventory));
    }
    if (result.project.hidden_lockfile) report.inventories.push_back(std::move(*result.project.hidden_lockfile));
    if (result.project.installed) report.inventories.push_back(std::move(result.project.installed->inventory));
    report.coverage.read.insert(report.coverage.read.end(), result.read.begin(), result.read.end());
    report.coverage.unread.insert(report.coverage.unread.end(), result.unread.begin(), result.unread.end());
    report.documents.merge(result.documents);
    ++progress.projects_done;
  };
  // Lockfiles first: they say which package.json files they cover.
  for (const FoundProject& project : found.projects)
    if (project.project.has_lockfile()) read(project);
  for (const FoundProject& project : found.projects)
    if (!project.project.has_lockfile()) read(project);
  std::stable_sort(report.inventories.begin(), report.inventories.end(),
                   [](const auto& a, const auto& b) { return a.path < b.path; });
  put_in_order(report.coverage);
  return report;
}

}  // namespace cordon::app
