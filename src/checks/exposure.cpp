#include "checks/exposure.h"

#include <algorithm>

#include "checks/collect.h"
#include "model/finding.h"

namespace cordon::checks {
namespace {

using model::FactValue;

std::string place_of(const model::Component& component) {
  return component.place.path + (component.place.line == 0 ? "" : ":" + std::to_string(component.place.line));
}

// What is installed under one name: the folders, and what the files in them show.
class InstalledState {
 public:
  InstalledState(const Project& project, const model::Component& bad, const intel::Knowledge& knowledge)
      : project_(project), bad_(bad), knowledge_(knowledge) {}

  void establish(model::Exposure& exposure) const {
    if (!project_.installed) return;
    bool any = false;
    const model::Inventory& inventory = project_.installed->inventory;
    for (std::uint32_t i = 0; i < inventory.components.size(); ++i) {
      const model::Component& installed = inventory.components[i];
      if (installed.name != bad_.name || installed.origin == model::Origin::link) continue;
      any = folder(installed, project_.installed->directories[i], exposure) || any;
    }
    if (!any && inventory.unread.empty() && project_.installed->without_manifest.empty())
      model::establish(exposure.installed, FactValue::no, inventory.path + " does not hold it");
  }

 private:
  std::string inside(const std::string& directory, const std::string& name) const {
    return directory.empty() ? name : directory + "/" + name;
  }
  bool has(const std::string& directory, const std::string& name) const {
    return project_.tree->info(inside(directory, name)).has_value();
  }

  // One folder of that name. True when it holds, or held, the bad release.
  bool folder(const model::Component& installed, const std::string& directory, model::Exposure& exposure) const {
    const bool same_version = installed.version == bad_.version;
    for (const intel::InstallTrace& trace : knowledge_.traces("npm", bad_.name)) {
      if (trace.version != bad_.version) continue;
      const bool hook_there = std::any_of(trace.hook_files.begin(), trace.hook_files.end(),
                                          [&](const auto& f) { return has(directory, f); });
      const bool decoy_there = std::any_of(trace.decoy_files.begin(), trace.decoy_files.end(),
                                           [&](const auto& f) { return has(directory, f); });
      if (installed.version == trace.version_after && !hook_there && !decoy_there) {
        yes(exposure, place_of(installed));
        model::establish(exposure.executed, FactValue::yes,
                         place_of(installed) + ": the manifest shows " + trace.version_after + " and " +
                             joined(trace.hook_files) +
                             " is gone, as after its install script has run: treat as executed");
        return true;
      }
      if (same_version && hook_there) {
        yes(exposure, place_of(installed));
        return true;  // downloaded; the hook was blocked, or crashed before it could clean up: unknown
      }
    }
    if (same_version) {
      yes(exposure, place_of(installed));
      return true;
    }
    return swapped(installed, directory, exposure);
  }

  // The lockfiles put the bad release in exactly this folder, and its manifest says another version: somebody changed
  // it.
  bool swapped(const model::Component& installed, const std::string& directory, model::Exposure& exposure) const {
    const std::string_view location = instance_of(project_.installed->inventory, installed);
    const auto locked_here = [&](const model::Inventory& lock) -> const model::Component* {
      for (const model::Component& locked : lock.components)
        if (locked.name == bad_.name && locked.version == bad_.version && instance_of(lock, locked) == location)
          return &locked;
      return nullptr;
    };
    // Only what the client wrote after installing proves what was put there; the lockfile may simply be newer.
    if (!project_.hidden_lockfile) return false;
    const model::Component* locked = locked_here(*project_.hidden_lockfile);
    if (locked == nullptr) return false;
    yes(exposure, place_of(*locked));
    model::establish(exposure.executed, FactValue::yes,
                     directory + "/package.json says version " + installed.version + " where " + place_of(*locked) +
                         " recorded " + bad_.version +
                         ": the manifest was swapped after installing, treat as executed");
    return true;
  }

  static std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
  }

  static void yes(model::Exposure& exposure, const std::string& evidence) {
    model::establish(exposure.fetched, FactValue::yes, evidence);
    model::establish(exposure.installed, FactValue::yes, evidence);
  }

  const Project& project_;
  const model::Component& bad_;
  const intel::Knowledge& knowledge_;
};

bool has_trace(const model::Component& component, const intel::Knowledge& knowledge) {
  const auto traces = knowledge.traces("npm", component.name);
  return std::any_of(traces.begin(), traces.end(), [&](const auto& t) { return t.version == component.version; });
}

}  // namespace

model::Exposure exposure_of(const Project& project, const model::Component& component,
                            const intel::Knowledge& knowledge) {
  model::Exposure exposure = model::unknown_exposure();
  for (const model::Inventory& lock : project.lockfiles)
    for (const model::Component& each : lock.components) {
      if (each.name != component.name || each.version != component.version) continue;
      model::establish(exposure.referenced, FactValue::yes, place_of(each));
      model::establish(exposure.resolved, FactValue::yes, place_of(each));
    }
  if (project.hidden_lockfile)
    for (const model::Component& each : project.hidden_lockfile->components)
      if (each.name == component.name && each.version == component.version) {
        model::establish(exposure.resolved, FactValue::yes, place_of(each));
        model::establish(exposure.fetched, FactValue::yes,
                         place_of(each) + ": the client recorded it after installing");
      }
  if (project.self)
    for (const model::Component& each : project.self->components)
      if (each.name == component.name && each.version == component.version)
        model::establish(exposure.fetched, FactValue::yes, place_of(each) + ": its files stand here");
  InstalledState(project, component, knowledge).establish(exposure);
  // Recorded policy proves that no script ran, while nothing on disk says otherwise. It says nothing of code that waits
  // to be imported.
  const bool bad_script = component.install_script == model::InstallScript::yes || has_trace(component, knowledge);
  if (exposure.executed.value == FactValue::unknown && project.client.ignore_scripts && bad_script &&
      exposure.installed.value == FactValue::yes)
    model::establish(exposure.executed, FactValue::no,
                     project.client.ignore_scripts_place + ": install scripts are off");
  return exposure;
}

}  // namespace cordon::checks
