#include "checks/manifest_drift.h"

#include <algorithm>
#include <unordered_map>

#include "checks/collect.h"
#include "checks/override_rule.h"
#include "inventory/npm/specifier.h"
#include "model/semver.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "manifest_drift";

using inventory::npm::ManifestDependency;
using inventory::npm::SpecifierKind;

// What the root's edges lead to, by the name that is asked for.
std::unordered_map<std::string_view, const model::Component*> chosen(const model::Inventory& lock, std::uint32_t root) {
  std::unordered_map<std::string_view, const model::Component*> out;
  for (const model::Edge& edge : lock.edges) {
    if (edge.from != root || lock.is_root(edge.to)) continue;
    const model::Component& component = lock.components[edge.to];
    out.emplace(component.alias ? *component.alias : component.name, &component);
  }
  return out;
}

// What is wrong with the choice for this dependency, or an empty text.
std::string disagreement(const ManifestDependency& dependency, const model::Component* locked) {
  const auto asked = inventory::npm::parse_specifier(dependency.name, dependency.range);
  const bool may_be_absent = dependency.kind == model::EdgeKind::peer ||
                             dependency.kind == model::EdgeKind::peer_optional ||
                             dependency.kind == model::EdgeKind::optional;
  const bool in_registry = asked.kind == SpecifierKind::range || asked.kind == SpecifierKind::alias;
  if (!in_registry) return {};
  if (locked == nullptr) return may_be_absent ? "" : "package.json asks for it, the lockfile does not record it";
  if (locked->origin != model::Origin::registry) return {};
  if (asked.kind == SpecifierKind::alias && locked->name != asked.name)
    return "the lockfile has " + locked->name + " under this name";
  const auto version = model::semver::parse_version(locked->version, {.loose = true, .include_prerelease = true});
  const auto range = model::semver::parse_range(asked.range, {.loose = true, .include_prerelease = true});
  if (!version || !range || model::semver::satisfies(*version, *range)) return {};
  return "the lockfile has " + locked->version;
}

}  // namespace

void check_manifest_drift(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  if (!project.manifest) return;
  for (const model::Inventory& lock : project.lockfiles) {
    if (lock.components.empty() && lock.edges.empty()) continue;  // package.json alone
    const auto root = std::find_if(lock.roots.begin(), lock.roots.end(),
                                   [](const model::Root& r) { return r.kind == model::RootKind::project; });
    if (root == lock.roots.end()) continue;
    const auto node =
        static_cast<std::uint32_t>(lock.components.size() + static_cast<std::size_t>(root - lock.roots.begin()));
    const auto locked = chosen(lock, node);
    const auto elsewhere = overridden(lock);
    FileFinding drift("drift.manifest", model::FindingKind::drift, model::Severity::low, lock.path);
    for (const ManifestDependency& dependency : project.manifest->dependencies) {
      if (elsewhere.contains(dependency.name)) continue;
      const auto found = locked.find(dependency.name);
      const std::string why = disagreement(dependency, found == locked.end() ? nullptr : found->second);
      if (!why.empty())
        drift.add(found == locked.end() ? 0 : found->second->place.line,
                  dependency.name + " " + dependency.range + ": " + why, kName);
    }
    drift.finish(
        "dependency of package.json disagrees with the lockfile",
        "dependencies of package.json disagree with the lockfile",
        {"Regenerate the lockfile and review what it changes; install with the client's frozen mode (npm ci)."}, out);
  }
}

}  // namespace cordon::checks
