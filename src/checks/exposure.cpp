#include "checks/exposure.h"

#include <algorithm>
#include <map>
#include <set>

#include "checks/collect.h"
#include "model/finding.h"
#include "model/integrity.h"

namespace cordon::checks {
namespace {

using model::FactValue;

std::string place_of(const model::Component& component) {
  return component.place.path + (component.place.line == 0 ? "" : ":" + std::to_string(component.place.line));
}

bool same_release(const model::Component& a, const model::Component& b) {
  return a.name == b.name && a.version == b.version;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// As InstalledTree::client has it.
std::string_view name_of(model::Client client) {
  switch (client) {
    case model::Client::npm: return "npm";
    case model::Client::yarn_classic:
    case model::Client::yarn_berry: return "yarn";
    case model::Client::pnpm: return "pnpm";
    case model::Client::bun: return "bun";
    case model::Client::deno: return "deno";
    case model::Client::other: return {};
  }
  return {};
}

// What the files of one project say of one bad package.
class Examination {
 public:
  Examination(const Project& project, const intel::Knowledge& knowledge, const model::Component& bad)
      : project_(project), knowledge_(knowledge), bad_(bad), traces_(knowledge.traces(bad.ecosystem, bad.name)) {
    std::erase_if(traces_, [&](const intel::InstallTrace& trace) { return trace.version != bad.version; });
  }

  model::Exposure exposure = model::unknown_exposure();

  void lockfile(const ComponentIndex& lock) {
    for (const std::uint32_t i : lock.named(bad_.name)) {
      const model::Component& locked = lock.inventory().components[i];
      other_versions_.push_back(locked.version);
      if (!same_release(locked, bad_)) continue;
      model::establish(exposure.referenced, FactValue::yes, place_of(locked));
      model::establish(exposure.resolved, FactValue::yes, place_of(locked));
      places_.try_emplace(instance_of(lock.inventory(), locked), nullptr);
      clients_.insert(lock.inventory().client);
    }
    std::ranges::sort(other_versions_);
  }

  void hidden_lockfile(const ComponentIndex& hidden) {
    for (const std::uint32_t i : hidden.named(bad_.name)) {
      const model::Component& recorded = hidden.inventory().components[i];
      if (!same_release(recorded, bad_)) continue;
      model::establish(exposure.resolved, FactValue::yes, place_of(recorded));
      model::establish(exposure.fetched, FactValue::yes,
                       place_of(recorded) + ": the client recorded it after installing");
      places_[instance_of(hidden.inventory(), recorded)] = &recorded;
      clients_.insert(hidden.inventory().client);
    }
  }

  // The project's own files: a package that was unpacked, or copied.
  void own_files(const ComponentIndex& self) {
    for (const std::uint32_t i : self.named(bad_.name))
      if (const model::Component& each = self.inventory().components[i]; same_release(each, bad_))
        model::establish(exposure.fetched, FactValue::yes, place_of(each) + ": its files stand here");
  }

  void installed_tree(const ComponentIndex& installed) {
    const model::Inventory& tree = installed.inventory();
    bool may_be_there = false;
    const auto look = [&](std::uint32_t i) {
      if (tree.components[i].origin == model::Origin::link) return;
      if (folder(tree.components[i], project_.installed->directories[i])) may_be_there = true;
    };
    for (const std::uint32_t i : installed.named(bad_.name)) look(i);
    for (const auto& [place, recorded] : places_)
      for (const std::uint32_t i : installed.at(place))
        if (tree.components[i].name != bad_.name) look(i);
    if (!may_be_there && tree.unread.empty() && project_.installed->without_manifest.empty())
      model::establish(exposure.installed, FactValue::no, tree.path + " does not hold it");
    if (exposure.installed.value == FactValue::yes && exposure.executed.value == FactValue::unknown) policy();
  }

 private:
  bool has(const std::string& directory, const std::string& name) const {
    return project_.tree->info(directory.empty() ? name : directory + "/" + name).has_value();
  }
  bool any_there(const std::string& directory, const std::vector<std::string>& names) const {
    return std::ranges::any_of(names, [&](const std::string& name) { return has(directory, name); });
  }

  // One folder that has the name of the bad package or stands where it should. False when it says nothing of it.
  bool folder(const model::Component& installed, const std::string& directory) {
    const auto place = places_.find(instance_of(project_.installed->inventory, installed));
    if (same_release(installed, bad_) || trace(installed, directory)) {
      if (same_release(installed, bad_)) hook_gone(installed, directory);
      yes(place_of(installed));
      return true;
    }
    if (place == places_.end()) return !std::ranges::binary_search(other_versions_, installed.version);
    if (is_its_archive(installed)) {
      yes(place_of(installed) + ": holds " + label(installed));
    } else if (place->second != nullptr) {
      yes(place_of(*place->second) + ": the client recorded it after installing");
      swapped(installed, directory, *place->second);
    }
    return true;  // what stands there now is no proof that it never stood there
  }

  // Whether the archive that the bad package has, under whatever name, is this release.
  bool is_its_archive(const model::Component& installed) const {
    for (const std::string& text : bad_.integrity)
      for (const model::IntegrityHash& hash : model::parse_integrity(text))
        for (const intel::BadRelease& release : knowledge_.find_integrity(hash.sri))
          if (release.name == installed.name && release.covers(installed.version)) return true;
    return false;
  }

  // Whether the folder looks as it does after the install script of the bad package has run.
  bool trace(const model::Component& installed, const std::string& directory) {
    if (installed.name != bad_.name) return false;
    for (const intel::InstallTrace& trace : traces_) {
      if (installed.version != trace.version_after || any_there(directory, trace.hook_files) ||
          any_there(directory, trace.decoy_files))
        continue;
      model::establish(exposure.executed, FactValue::yes,
                       place_of(installed) + ": the manifest shows " + trace.version_after + " and " +
                           joined(trace.hook_files) +
                           " is gone, as after its install script has run: treat as executed");
      return true;
    }
    return false;
  }

  // The manifest is still that of the bad package, and what its install script deletes is gone from the folder: the
  // script has begun to cover its traces. A folder of nothing but the manifest is a copy that proves nothing.
  void hook_gone(const model::Component& installed, const std::string& directory) {
    for (const intel::InstallTrace& trace : traces_) {
      if (trace.hook_files.empty() || any_there(directory, trace.hook_files)) continue;
      const auto entries = project_.tree->list(directory);
      if (!entries || entries->size() < 2) continue;
      model::establish(exposure.executed, FactValue::yes,
                       place_of(installed) + ": " + joined(trace.hook_files) + " is gone, which " + label(bad_) +
                           " brings and its install script deletes: treat as executed");
    }
  }

  // npm recorded the bad package in this folder, and its manifest says something else. The folder may have been
  // installed anew by another client, which leaves npm's record as it was: only of a package whose install script is
  // known to swap its manifest does it show that the script has run.
  void swapped(const model::Component& installed, const std::string& directory, const model::Component& recorded) {
    if (traces_.empty()) return;
    model::establish(exposure.executed, FactValue::yes,
                     directory + "/package.json says version " + installed.version + " where " + place_of(recorded) +
                         " recorded " + bad_.version +
                         ": the manifest was swapped after installing, treat as executed");
  }

  // What kept the install script from running. It says nothing of code that waits to be imported.
  void policy() {
    if (const auto& state = project_.installed->state) {
      const auto listed = [&](const std::vector<std::string>& keys, const char* list) {
        const bool found = std::ranges::any_of(
            keys, [&](const std::string& key) { return inventory::npm::names_release(key, bad_.name, bad_.version); });
        if (found)
          model::establish(exposure.executed, FactValue::no,
                           project_.installed->inventory.path + "/.modules.yaml: " + list +
                               " names it: its install script has not run");
      };
      listed(state->ignored_builds, "ignoredBuilds");
      listed(state->pending_builds, "pendingBuilds");
    }
    if (exposure.executed.value == FactValue::unknown &&
        (bad_.install_script == model::InstallScript::yes || !traces_.empty()))
      scripts_off();
  }

  // The project's own configuration kept it from running if it does so for each client that has the release, and none
  // but those installed the tree.
  void scripts_off() {
    if (std::ranges::any_of(clients_, [&](model::Client client) { return scripts_off_by(client).empty(); })) return;
    if (const std::string& by = project_.installed->client;
        !by.empty() && std::ranges::none_of(clients_, [&](model::Client client) { return name_of(client) == by; }))
      return;
    for (const model::Client client : clients_)
      model::establish(exposure.executed, FactValue::no, scripts_off_by(client) + ": install scripts are off");
  }

  std::string scripts_off_by(model::Client client) const {
    const auto is_it = [&](const std::string& key) {
      return key == bad_.name || (key.starts_with(bad_.name) && key[bad_.name.size()] == '@');
    };
    // Yarn lets package.json name packages that are built all the same.
    if (client == model::Client::yarn_berry &&
        (!project_.manifest || std::ranges::any_of(project_.manifest->built, is_it)))
      return {};
    return project_.clients.of(client).scripts_off;
  }

  void yes(const std::string& evidence) {
    model::establish(exposure.fetched, FactValue::yes, evidence);
    model::establish(exposure.installed, FactValue::yes, evidence);
  }

  const Project& project_;
  const intel::Knowledge& knowledge_;
  const model::Component& bad_;
  std::vector<intel::InstallTrace> traces_;       // of exactly this release
  std::vector<std::string_view> other_versions_;  // of the name, in lockfiles
  std::set<model::Client> clients_;               // whose lockfiles hold the release
  // Where the bad package should stand, and what npm recorded there; null: only a lockfile says so.
  std::map<std::string_view, const model::Component*> places_;
};

}  // namespace

Exposures::Exposures(const Project& project, const intel::Knowledge& knowledge)
    : project_(project), knowledge_(knowledge) {
  for (const model::Inventory& lock : project.lockfiles) lockfiles_.emplace_back(lock);
  if (project.hidden_lockfile) hidden_.emplace(*project.hidden_lockfile);
  if (project.self) self_.emplace(*project.self);
  if (project.installed) installed_.emplace(project.installed->inventory);
}

model::Exposure Exposures::of(const model::Component& bad) const {
  Examination examination(project_, knowledge_, bad);
  for (const ComponentIndex& lock : lockfiles_) examination.lockfile(lock);
  if (hidden_) examination.hidden_lockfile(*hidden_);
  if (self_) examination.own_files(*self_);
  if (installed_) examination.installed_tree(*installed_);
  return std::move(examination.exposure);
}

}  // namespace cordon::checks
