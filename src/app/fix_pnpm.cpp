#include "app/fix_pnpm.h"

#include <algorithm>
#include <optional>
#include <ranges>
#include <unordered_set>

#include "app/cached_packument.h"
#include "inventory/npm/manifest.h"
#include "model/semver.h"

namespace cordon::app {
namespace {

using model::Inventory;

constexpr std::uint64_t kManifestBytes = 4u << 20;
constexpr std::size_t kMostFolders = 100'000;

std::string joined(std::string_view directory, std::string_view name) {
  return directory.empty() ? std::string(name) : std::string(directory) + "/" + std::string(name);
}

// "1.0.0(peer@2.0.0)" of the key "/a@1.0.0(peer@2.0.0)".
std::string reference_of(std::string_view key, std::string_view name) {
  if (key.starts_with('/')) key.remove_prefix(1);
  return std::string(key.substr(std::min(key.size(), name.size() + 1)));
}

// What `from` asked for under that name, where it stands at that version in an older lockfile beside `to`.
bool stood_together(const model::Component& from, const Moved& to, const FixSources& sources) {
  for (const OlderLockfile& older : sources.older) {
    if (older.kind != LockfileKind::pnpm) continue;
    const auto found = releases_in(older, from.name);
    if (!found) continue;
    for (const change::FoundRelease& each : *found) {
      if (each.release.version != from.version) continue;
      for (const change::ReleaseDependency& dependency : each.release.dependencies) {
        const std::string_view reference = dependency.reference;
        if (dependency.name == to.name && reference.substr(0, reference.find('(')) == to.to) return true;
      }
    }
  }
  return false;
}

std::optional<std::string> range_in(std::string text, const model::Component& from, std::string_view name) {
  const auto manifest = inventory::npm::parse_manifest(std::move(text));
  if (!manifest || manifest->name != from.name || manifest->version != from.version) return std::nullopt;
  for (const inventory::npm::ManifestDependency& each : manifest->dependencies)
    if (each.name == name && each.kind != model::EdgeKind::development) return each.range;
  return std::nullopt;
}

// pnpm keeps packages in folders that begin with name and version.
std::optional<std::string> installed_range(const model::Component& from, std::string_view name,
                                           const RangeSources& sources) {
  const std::string store = joined(sources.directory, "node_modules/.pnpm");
  std::string begin = from.name + "@" + from.version;
  std::ranges::replace(begin, '/', '+');
  const auto folders = sources.tree->list(store);
  if (!folders) return std::nullopt;
  for (const DirectoryEntry& entry : *folders | std::views::take(kMostFolders)) {
    if (!entry.name.starts_with(begin)) continue;
    auto text =
        sources.tree->read(store + "/" + entry.name + "/node_modules/" + from.name + "/package.json", kManifestBytes);
    if (!text) continue;
    if (auto range = range_in(std::move(*text), from, name)) return range;
  }
  return std::nullopt;
}

std::optional<std::string> cached_range(const model::Component& from, std::string_view name,
                                        const FixSources& sources) {
  const std::string address = packument_address(from.name, from.resolved.value_or(""));
  if (address.empty()) return std::nullopt;
  for (const NpmCache& cache : sources.caches) {
    const auto document = cached_packument(*cache.tree, cache.display_path, from.name, address);
    if (!document) continue;
    for (const change::Release& release : document->releases)
      if (release.version == from.version)
        for (const change::ReleaseDependency& dependency : release.dependencies)
          if (dependency.name == name) return dependency.range;
  }
  return std::nullopt;
}

}  // namespace

void add_references(const Inventory& lockfile, change::Release& release) {
  for (change::ReleaseDependency& wanted : release.dependencies) {
    if (wanted.kind == change::DependencyKind::peer || !wanted.reference.empty() || wanted.range.empty()) continue;
    std::optional<model::semver::Version> best;
    bool ambiguous = false;
    for (const model::Component& component : lockfile.components) {
      if (component.name != wanted.name || component.origin != model::Origin::registry) continue;
      const auto version = model::semver::parse_version(component.version, {.loose = true});
      if (!version || !admits(wanted.range, component.version)) continue;
      const auto order = best ? model::semver::compare(*version, *best) : std::weak_ordering::greater;
      if (order < 0) continue;
      ambiguous = order == 0;  // one version with different peers
      best = *version;
      wanted.reference = reference_of(instance_of(lockfile, component.id), component.name);
    }
    if (ambiguous) wanted.reference.clear();
  }
}

Inventory with_known_ranges(const Inventory& lockfile, const std::vector<Chosen>& chosen, const RangeSources& sources) {
  Inventory out = lockfile;
  std::unordered_set<std::uint32_t> places;
  for (const Chosen& each : chosen) places.insert(each.components.begin(), each.components.end());
  for (model::Edge& edge : out.edges) {
    if (out.is_root(edge.from) || !edge.range.empty() || !places.contains(edge.to)) continue;
    const model::Component& from = out.components[edge.from];
    const std::string& name = out.components[edge.to].name;
    auto range = installed_range(from, name, sources);
    if (!range) range = cached_range(from, name, *sources.sources);
    if (range) edge.range = std::move(*range);
  }
  return out;
}

Result<void> check_forcible(const FileTree& tree, const std::string& directory) {
  const std::string workspace = joined(directory, "pnpm-workspace.yaml");
  if (const auto text = tree.read(workspace, kManifestBytes);
      text && (text->starts_with("overrides:") || text->find("\noverrides:") != std::string::npos))
    return fail(ErrorCode::refused, workspace + " has overrides: versions are forced there, which is left to people");
  const auto text = tree.read(joined(directory, "package.json"), kManifestBytes);
  if (!text) return {};
  constexpr std::string_view kPnpm = "\"pnpm@";
  const std::size_t at = text->find("\"packageManager\""), name = text->find(kPnpm, std::min(at, text->size()));
  if (name == std::string::npos) return {};
  const auto version = model::semver::parse_version(std::string_view(*text).substr(
      name + kPnpm.size(), text->find_first_of("+\"", name + kPnpm.size()) - (name + kPnpm.size())));
  if (!version || version->major <= 10) return {};
  return fail(ErrorCode::refused,
              "pnpm 11 and newer take overrides from pnpm-workspace.yaml alone, which is not changed");
}

Result<void> check_dependents(const Inventory& after, const std::vector<Moved>& moved,
                              const std::vector<Forced>& forced, const RangeSources& sources) {
  for (const model::Edge& edge : after.edges) {
    if (after.is_root(edge.from) || after.is_root(edge.to) || !edge.range.empty()) continue;
    const model::Component &from = after.components[edge.from], &to = after.components[edge.to];
    const auto changed =
        std::ranges::find_if(moved, [&](const Moved& each) { return each.name == to.name && each.to == to.version; });
    const bool itself_changed = std::ranges::any_of(
        moved, [&](const Moved& each) { return each.name == from.name && each.to == from.version; });
    if (changed == moved.end() || itself_changed || stood_together(from, *changed, *sources.sources)) continue;
    auto range = installed_range(from, to.name, sources);
    if (!range) range = cached_range(from, to.name, *sources.sources);
    if (!range)
      return fail(ErrorCode::refused, "the manifest of " + from.name + " " + from.version +
                                          " is not known, so nobody can tell whether it admits " + to.name + " " +
                                          to.version);
    const bool is_forced = std::ranges::any_of(forced, [&](const Forced& each) {
      return each.name == to.name && admits(*range, each.from) && admits(each.range, to.version);
    });
    if (!is_forced && !admits(*range, to.version))
      return fail(ErrorCode::refused, from.name + " " + from.version + " asks for " + to.name + " " + *range +
                                          ", which " + to.version + " is not");
  }
  return {};
}

}  // namespace cordon::app
