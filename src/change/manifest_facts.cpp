#include "change/manifest_facts.h"

namespace cordon::change {
namespace {

bool has(const ReleaseMetadata& told, std::string_view name) {
  return told.dependencies.contains(name) || told.peers.contains(name);
}

}  // namespace

std::string hidden_in_archive(const ReleaseMetadata& told, std::string_view name, const PackageFacts& archive) {
  if (archive.is_installed) return {};
  if (!archive.name.empty() && archive.name != name) return "is called " + archive.name;
  for (const std::string& each : archive.dependencies)
    if (!has(told, each)) return "asks for " + each;
  if (!told.tells_scripts) return {};
  for (const PackageScript& script : archive.scripts)
    // Clients build a binding.gyp without being told, and only some registries are.
    if (!script.is_implicit && !told.events.contains(script.event)) return "runs something at " + script.event;
  return {};
}

bool asks_for(const ReleaseMetadata& told, const model::Component& component) {
  return has(told, component.name) || (component.alias && has(told, *component.alias));
}

}  // namespace cordon::change
