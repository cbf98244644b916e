#include "checks/installed_drift.h"

#include <set>
#include <string>
#include <unordered_map>

#include "checks/collect.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "installed_drift";

bool has_folder(const model::Component& component) {
  return component.origin != model::Origin::link && component.origin != model::Origin::workspace &&
         component.origin != model::Origin::file;
}

// What the client itself recorded after installing, against the manifests that stand there now: they were written in
// one go, so a difference is a sign of tampering.
void tampering(const Project& project, std::vector<model::Finding>& out) {
  if (!project.hidden_lockfile) return;
  std::unordered_map<std::string_view, const model::Component*> recorded;
  for (const model::Component& component : project.hidden_lockfile->components)
    if (has_folder(component)) recorded.emplace(instance_of(*project.hidden_lockfile, component), &component);
  const model::Inventory& installed = project.installed->inventory;
  FileFinding changed("drift.installed-manifest", model::FindingKind::drift, model::Severity::medium, installed.path);
  for (const model::Component& component : installed.components) {
    const std::string_view location = instance_of(installed, component);
    const auto found = recorded.find(location);
    if (found == recorded.end() || !has_folder(component)) continue;
    const model::Component& was = *found->second;
    if (was.version != component.version || was.name != component.name)
      changed.add(0, std::string(location) + " is " + label(component) + ", recorded as " + label(was), kName);
  }
  changed.finish(
      "installed package shows another version than its client recorded when it installed it (a sign of tampering)",
      "installed packages show other versions than their client recorded when it installed them (a sign of tampering)",
      {"Find out what changed the files: an install script that covers its traces does exactly this.",
       "Install again from the lockfile into an empty node_modules, with scripts off."},
      out);
}

// Names and versions, because only npm's own formats know folders.
void difference(const Project& project, const model::Inventory& lock, std::vector<model::Finding>& out) {
  std::set<std::pair<std::string_view, std::string_view>> locked, there;
  const model::Inventory& installed = project.installed->inventory;
  for (const model::Component& c : lock.components)
    if (has_folder(c)) locked.emplace(c.name, c.version);
  for (const model::Component& c : installed.components)
    if (has_folder(c)) there.emplace(c.name, c.version);
  FileFinding drift("drift.installed", model::FindingKind::drift, model::Severity::low, installed.path);
  for (const model::Component& c : installed.components)
    // What came inside another package's archive is pinned with that.
    if (has_folder(c) && !c.bundled && !locked.contains({c.name, c.version}))
      drift.add(0, label(c) + " is installed, but not in " + lock.path, kName);
  for (const model::Component& c : lock.components)
    // What is optional may be missing by right: it is for another system.
    if (has_folder(c) && !there.contains({c.name, c.version}) && !c.peer && !c.bundled &&
        c.scope == model::Scope::runtime)
      drift.add(0, label(c) + " is in " + lock.path + ":" + std::to_string(c.place.line) + ", but not installed",
                kName);
  drift.finish("package differs between the lockfile and what is installed",
               "packages differ between the lockfile and what is installed",
               {"Install again from the lockfile in the client's frozen mode (npm ci), with scripts off."}, out);
}

}  // namespace

void check_installed_drift(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  if (!project.installed || project.installed->inventory.components.empty()) return;
  if (project.installed->inventory.ecosystem != "npm") return;  // what is installed is of no one lockfile
  tampering(project, out);
  for (const model::Inventory& lock : project.lockfiles)
    if (!lock.components.empty()) difference(project, lock, out);
}

}  // namespace cordon::checks
