#include "change/side.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace cordon::change {
namespace {

using model::kNoNode;

// Package, ecosystem and release: what two components must share to be instances of one release.
std::tuple<std::string_view, std::string_view, std::string_view> release_of(const model::Component& component) {
  return {component.name, component.ecosystem, plain_version(component.ecosystem, component.version)};
}

std::vector<PackageView> packages_of(const model::Inventory& inventory) {
  std::vector<std::uint32_t> order(inventory.components.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto key = [&](std::uint32_t index) { return release_of(inventory.components[index]); };
  std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  std::vector<PackageView> out;
  for (const std::uint32_t index : order) {
    const model::Component& component = inventory.components[index];
    const bool is_same_package =
        !out.empty() && out.back().name == component.name && out.back().ecosystem == component.ecosystem;
    if (!is_same_package) out.push_back({component.ecosystem, component.name, {}});
    std::vector<ReleaseView>& releases = out.back().releases;
    const std::string_view version = plain_version(component.ecosystem, component.version);
    if (releases.empty() || releases.back().version != version) releases.push_back({version, {}});
    releases.back().components.push_back(index);
  }
  return out;
}

// Breadth first from all roots at once.
std::vector<std::uint32_t> distances(const model::Inventory& inventory, const model::Adjacency& out) {
  std::vector<std::uint32_t> distance(inventory.node_count(), kNoNode);
  std::vector<std::uint32_t> queue;
  for (auto root = static_cast<std::uint32_t>(inventory.components.size()); root < inventory.node_count(); ++root) {
    distance[root] = 0;
    queue.push_back(root);
  }
  for (std::size_t at = 0; at < queue.size(); ++at)
    for (const std::uint32_t to : out.of(queue[at]))
      if (distance[to] == kNoNode) {
        distance[to] = distance[queue[at]] + 1;
        queue.push_back(to);
      }
  return distance;
}

}  // namespace

std::string_view plain_version(std::string_view ecosystem, std::string_view version) {
  if (ecosystem != "npm") return version;
  const std::size_t first = std::min(version.find_first_not_of(" \t=v"), version.size());
  const std::string_view plain = version.substr(first, version.find_last_not_of(" \t") + 1 - first);
  const bool is_version = !plain.empty() && plain.front() >= '0' && plain.front() <= '9';
  return first < version.size() && is_version ? plain : version;
}

const ReleaseView* PackageView::find(std::string_view version) const {
  version = plain_version(ecosystem, version);
  const auto at = std::ranges::lower_bound(releases, version, {}, &ReleaseView::version);
  return at != releases.end() && at->version == version ? &*at : nullptr;
}

Side::Side(const model::Inventory& inventory)
    : inventory_(inventory), packages_(packages_of(inventory)), out_(model::outgoing(inventory)),
      in_(model::incoming(inventory)), distance_(distances(inventory, out_)), unresolved_(inventory.unresolved.size()) {
  std::iota(unresolved_.begin(), unresolved_.end(), 0u);
  std::ranges::stable_sort(unresolved_, {}, [&](std::uint32_t index) { return inventory_.unresolved[index].from; });
}

const PackageView* Side::find(std::string_view ecosystem, std::string_view name) const {
  const std::pair key(name, ecosystem);
  const auto at = std::ranges::lower_bound(packages_, key, {}, &PackageView::key);
  return at != packages_.end() && at->key() == key ? &*at : nullptr;
}

bool Side::is_inferred_root(std::uint32_t node) const {
  return inventory_.is_root(node) &&
         inventory_.roots[node - inventory_.components.size()].kind == model::RootKind::inferred;
}

bool Side::is_required(std::uint32_t component) const {
  return std::ranges::any_of(parents(component), [&](std::uint32_t each) { return !is_inferred_root(each); });
}

bool Side::asks_for(std::uint32_t component, std::string_view name) const {
  const auto is_named = [&](std::uint32_t to) {
    return !inventory_.is_root(to) && inventory_.components[to].name == name;
  };
  if (std::ranges::any_of(out_.of(component), is_named)) return true;
  const auto of_component = std::ranges::equal_range(
      unresolved_, component, {}, [&](std::uint32_t index) { return inventory_.unresolved[index].from; });
  return std::ranges::any_of(of_component,
                             [&](std::uint32_t index) { return inventory_.unresolved[index].name == name; });
}

std::vector<std::uint32_t> Side::requirers(const std::vector<std::uint32_t>& components) const {
  std::vector<std::uint32_t> all;
  for (const std::uint32_t component : components)
    for (const std::uint32_t parent : parents(component))
      if (!inventory_.is_root(parent)) all.push_back(parent);
  // A package may be required by thousands: one instance of each release, the first.
  const auto release = [&](std::uint32_t index) { return release_of(inventory_.components[index]); };
  std::ranges::sort(all);
  std::ranges::stable_sort(all, [&](std::uint32_t a, std::uint32_t b) { return release(a) < release(b); });
  const auto same = [&](std::uint32_t a, std::uint32_t b) { return release(a) == release(b); };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  std::ranges::sort(all);
  return all;
}

std::optional<std::uint32_t> Side::distance(const std::vector<std::uint32_t>& components) const {
  std::uint32_t nearest = kNoNode;
  for (const std::uint32_t component : components) nearest = std::min(nearest, distance_[component]);
  if (nearest == kNoNode) return std::nullopt;
  return nearest;
}

std::vector<std::string_view> Side::instances_of(const ReleaseView& release) const {
  std::vector<std::string_view> out;
  for (const std::uint32_t index : release.components) {
    std::string_view id = inventory_.components[index].id;
    if (id.starts_with(inventory_.path)) id.remove_prefix(inventory_.path.size());
    out.push_back(id);
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace cordon::change
