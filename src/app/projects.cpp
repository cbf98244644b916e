#include "app/projects.h"

#include <algorithm>

#include "inventory/npm/location.h"
#include "inventory/unread_formats.h"

namespace cordon::app {
namespace {

inventory::Project named_file(const Target& target) {
  inventory::Project single;
  if (target.only_file == "package.json") {
    single.has_manifest = true;
    return single;
  }
  if (inventory::javascript::is_script(target.only_file) && inventory::why_unread(target.only_file).empty()) {
    single.ecosystem = "javascript";
    single.scripts.push_back(target.only_file);
    return single;
  }
  const inventory::Format* format = inventory::format_of_path(target.argument);
  if (format != nullptr) single.ecosystem = format->ecosystem;
  single.lockfile_names.push_back(target.only_file);
  single.lockfiles.push_back(format);
  return single;
}

// A manifest that was named together with a lockfile of its folder belongs to it: its ranges are pinned there. So does
// a file that the reader of another one reads, too: go.sum beside go.mod.
void join_manifests(std::vector<FoundProject>& projects) {
  const auto named_in = [](const FoundProject& project) {
    const std::string& argument = project.target->argument;
    return std::string_view(argument).substr(0, argument.size() - project.target->only_file.size());
  };
  std::set<const Target*> joined;
  for (const FoundProject& manifest : projects) {
    if (manifest.target->only_file.empty()) continue;
    if (const auto* known = inventory::unread_format(manifest.target->only_file);
        known != nullptr && known->read_with) {
      const auto reads_it = [&](const FoundProject& other) {
        return other.target->only_file == known->replaced_by && named_in(other) == named_in(manifest);
      };
      if (std::ranges::any_of(projects, reads_it)) joined.insert(manifest.target);
      continue;
    }
    if (manifest.project.has_lockfile()) continue;
    const auto lockfile = std::find_if(projects.begin(), projects.end(), [&](const FoundProject& other) {
      return !other.target->only_file.empty() && inventory::format_of_path(other.target->argument) != nullptr &&
             other.project.has_lockfile() && other.project.ecosystem == manifest.project.ecosystem &&
             (manifest.project.lockfiles.empty() ||
              inventory::superseded_by(*manifest.project.lockfiles.front(), *other.project.lockfiles.front())) &&
             named_in(other) == named_in(manifest);
    });
    if (lockfile == projects.end()) continue;
    if (manifest.project.has_manifest) lockfile->project.has_manifest = true;
    joined.insert(manifest.target);
  }
  std::erase_if(projects, [&](const FoundProject& project) { return joined.contains(project.target); });
}

void add_scripts(const Target& target, std::vector<std::string> scripts, Libraries& libraries, FoundProjects& found) {
  if (libraries.finder() != nullptr) {
    inventory::Project project;
    project.ecosystem = "javascript";
    project.scripts = std::move(scripts);
    found.projects.push_back({&target, std::move(project)});
    return;
  }
  const std::size_t count = scripts.size();
  found.unread.push_back({target.display(target.only_file), 0, "no_signatures",
                          std::to_string(count) + " JavaScript file" + (count == 1 ? "" : "s") +
                              " not compared with known libraries: " + libraries.missing(),
                          !libraries.is_optional() || !target.only_file.empty()});
}

}  // namespace

FoundProjects find_projects(std::span<const Target> targets, Libraries* libraries, Progress& progress, Hunts hunts) {
  FoundProjects found;
  for (const Target& target : targets) {
    if (!target.only_file.empty()) {
      inventory::Project single = named_file(target);
      if (single.scripts.empty()) found.projects.push_back({&target, std::move(single)});
      else if (libraries != nullptr) add_scripts(target, std::move(single.scripts), *libraries, found);
      else
        found.unread.push_back({target.display(target.only_file), 0, "no_signatures",
                                "a JavaScript file: it tells something only beside an index of advisories", true});
      continue;
    }
    const std::uint64_t seen_before = progress.entries_seen;
    inventory::DiscoverLimits limits;
    limits.root = target.root;
    inventory::Discovery discovery = inventory::discover(
        *target.tree, limits, [&](std::uint64_t entries) { progress.entries_seen = seen_before + entries; });
    const std::size_t before = found.projects.size();
    if (!discovery.scripts.empty() && libraries != nullptr)
      add_scripts(target, std::move(discovery.scripts), *libraries, found);
    const bool looked_at_scripts = found.projects.size() > before;
    const bool has_artefacts =
        !discovery.npm_caches.empty() || !discovery.npm_logs.empty() || !discovery.other_caches.empty();
    if (discovery.projects.empty() && discovery.unread.empty() && !looked_at_scripts &&
        !(hunts == Hunts::yes && has_artefacts))
      found.unread.push_back(
          {target.display(""), 0, "nothing_found", "no lockfile, manifest, SBOM or node_modules was found", true});
    for (model::FileUnread& unread : discovery.unread) {
      unread.path = target.display(unread.path);
      found.unread.push_back(std::move(unread));
    }
    for (inventory::Project& project : discovery.projects) found.projects.push_back({&target, std::move(project)});
    if (has_artefacts)
      found.artefacts.push_back(
          {&target, std::move(discovery.npm_caches), std::move(discovery.npm_logs), std::move(discovery.other_caches)});
  }
  join_manifests(found.projects);
  progress.projects_found = static_cast<std::uint32_t>(found.projects.size());
  return found;
}

void WorkspaceFolders::add(const FoundProject& project, const model::Inventory& inventory) {
  const std::lock_guard lock(mutex_);
  for (const std::string& member : inventory.members)
    folders_.emplace(project.target, project.project.ecosystem,
                     inventory::npm::join_location(project.project.directory, member));
}

bool WorkspaceFolders::covers(const FoundProject& project) const {
  const std::lock_guard lock(mutex_);
  return folders_.contains(std::tuple(project.target, project.project.ecosystem, project.project.directory));
}

}  // namespace cordon::app
