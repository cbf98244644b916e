#include "app/fix_lacks.h"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>

namespace cordon::app {
namespace {

using model::EdgeKind;
using model::Inventory;

constexpr std::string_view kModules = "node_modules/";

std::string label_of(const Inventory& inventory, std::uint32_t node) {
  if (inventory.is_root(node)) return {};
  return inventory.components[node].name + "@" + inventory.components[node].version;
}

Lack lack_of(std::uint32_t from, const std::string& folder, const std::string& range, EdgeKind kind) {
  Lack out{from, folder, folder, range, range, kind};
  constexpr std::string_view kAlias = "npm:";
  if (!range.starts_with(kAlias)) return out;
  const std::string_view target = std::string_view(range).substr(kAlias.size());
  const std::size_t at = target.find('@', 1);
  out.name = target.substr(0, at);
  out.range = at == std::string_view::npos ? "" : target.substr(at + 1);
  return out;
}

// Folders that a package at this location looks for others in, from the project's own down to its own.
std::vector<std::string_view> levels_of(std::string_view location) {
  std::vector<std::string_view> out;
  while (!location.empty()) {
    out.push_back(location);
    const std::size_t at = location.rfind(kModules);
    location = at == std::string_view::npos || at == 0 ? std::string_view() : location.substr(0, at - 1);
  }
  out.emplace_back();
  std::ranges::reverse(out);
  return out;
}

std::string place_in(std::string_view level, std::string_view folder) {
  return std::string(level) + (level.empty() ? "" : "/") + std::string(kModules) + std::string(folder);
}

bool is_below(std::string_view location, std::string_view level) {
  return level.empty() || location == level ||
         (location.starts_with(level) && location.substr(level.size()).starts_with('/'));
}

std::string_view folder_of(std::string_view location) {
  const std::size_t at = location.rfind(kModules);
  return at == std::string_view::npos ? std::string_view() : location.substr(at + kModules.size());
}

// Whether somebody below the level finds another one now, or would find one that is not admitted.
bool disturbs(const Inventory& inventory, std::string_view level, const Lack& lack, std::string_view version) {
  const std::string place = place_in(level, lack.folder);
  for (const model::Edge& edge : inventory.edges) {
    if (inventory.is_root(edge.to)) continue;
    const std::string_view to = instance_of(inventory, inventory.components[edge.to].id);
    if (folder_of(to) != lack.folder || to.size() >= place.size()) continue;
    const std::string_view from =
        inventory.is_root(edge.from) ? std::string_view() : instance_of(inventory, inventory.components[edge.from].id);
    const bool is_own = edge.from == lack.from && edge.range == lack.asked;
    if (!is_own && is_below(from, level)) return true;
  }
  return std::ranges::any_of(inventory.unresolved, [&](const model::Unresolved& missing) {
    if (missing.name != lack.folder || missing.kind == EdgeKind::development || missing.kind == EdgeKind::workspace)
      return false;
    const std::string_view from = inventory.is_root(missing.from)
                                      ? std::string_view()
                                      : instance_of(inventory, inventory.components[missing.from].id);
    return is_below(from, level) && !admits(missing.range, version);
  });
}

}  // namespace

std::vector<Lack> lacks_of(const Inventory& before, const Inventory& after, const std::vector<Moved>& came) {
  std::set<std::string> labels;
  for (const Moved& each : came) labels.insert(each.name + "@" + each.to);
  std::set<std::pair<std::string, std::string>> known;
  for (const model::Unresolved& missing : before.unresolved)
    known.emplace(label_of(before, missing.from), missing.name + "@" + missing.range);
  std::vector<Lack> out;
  for (const model::Unresolved& missing : after.unresolved) {
    const bool counts = missing.kind != EdgeKind::peer_optional && missing.kind != EdgeKind::development;
    const std::string label = label_of(after, missing.from);
    if (!counts || !labels.contains(label) || known.contains({label, missing.name + "@" + missing.range})) continue;
    out.push_back(lack_of(missing.from, missing.name, missing.range, missing.kind));
  }
  for (const model::Edge& edge : after.edges) {
    if (after.is_root(edge.from) || after.is_root(edge.to) || edge.range.empty()) continue;
    const model::Component& to = after.components[edge.to];
    if (to.origin != model::Origin::registry || admits(edge.range, to.version)) continue;
    if (edge.kind == EdgeKind::development || !labels.contains(label_of(after, edge.from))) continue;
    out.push_back(lack_of(edge.from, to.alias.value_or(to.name), edge.range, edge.kind));
  }
  return out;
}

Result<std::string> place_for(const Inventory& after, const Lack& lack, std::string_view version) {
  std::set<std::string_view> taken;
  for (const model::Component& component : after.components) taken.insert(instance_of(after, component.id));
  const std::string_view from = instance_of(after, after.components[lack.from].id);
  std::vector<std::string_view> levels = levels_of(from);
  const bool is_peer = lack.kind == EdgeKind::peer || lack.kind == EdgeKind::peer_optional;
  if (is_peer && levels.size() > 1) levels.pop_back();
  std::size_t first = 0;  // below the last that has the name
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (taken.contains(place_in(levels[i], lack.folder))) first = i + 1;
  for (std::size_t i = first; i < levels.size(); ++i)
    if (!disturbs(after, levels[i], lack, version)) return place_in(levels[i], lack.folder);
  return fail(ErrorCode::refused, "there is no place for " + lack.name + " " + std::string(version) + " where " +
                                      label_of(after, lack.from) + " would find it and nobody else another");
}

}  // namespace cordon::app
