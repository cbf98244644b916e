#include "app/fix_graph.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "model/integrity.h"
#include "model/semver.h"

namespace cordon::app {
namespace {

using model::Inventory;
using model::RootKind;

bool is_inferred(const Inventory& inventory, std::uint32_t node) {
  return inventory.is_root(node) && inventory.roots[node - inventory.components.size()].kind == RootKind::inferred;
}

// What stays the same of a component when ids change.
std::string label(const model::Component& component) { return component.name + "@" + component.version; }

std::string label_of(const Inventory& inventory, std::uint32_t node) {
  return inventory.is_root(node) ? std::string(instance_of(inventory, inventory.node_id(node)))
                                 : label(inventory.components[node]);
}

// Nodes that roots reach; an edge counts when `counts` says so.
template <class Counts>
std::vector<bool> reached_from_roots(const Inventory& inventory, Counts counts) {
  std::vector<std::vector<std::uint32_t>> out(inventory.node_count());
  for (const model::Edge& edge : inventory.edges)
    if (counts(edge)) out[edge.from].push_back(edge.to);
  std::vector<bool> reached(inventory.node_count(), false);
  std::vector<std::uint32_t> ahead;
  for (std::uint32_t node = static_cast<std::uint32_t>(inventory.components.size()); node < inventory.node_count();
       ++node) {
    reached[node] = true;
    ahead.push_back(node);
  }
  while (!ahead.empty()) {
    const std::uint32_t node = ahead.back();
    ahead.pop_back();
    for (const std::uint32_t to : out[node])
      if (!reached[to]) {
        reached[to] = true;
        ahead.push_back(to);
      }
  }
  return reached;
}

// Names and versions that only an inferred root asked for.
std::unordered_set<std::string> inferred_targets(const Inventory& inventory) {
  std::unordered_set<std::string> out;
  for (const model::Edge& edge : inventory.edges)
    if (is_inferred(inventory, edge.from) && !inventory.is_root(edge.to))
      out.insert(inventory.components[edge.to].name);
  return out;
}

using EdgeKey = std::tuple<std::string, std::string, std::string>;

// What the edge asks for when the project's rules are applied as npm does: by the name that is asked for, where the
// range meets the version of the rule.
const Forced* rule_for(const Inventory& inventory, const model::Edge& edge, const std::vector<Forced>& forced) {
  const model::Component& to = inventory.components[edge.to];
  const std::string& asked = to.alias ? *to.alias : to.name;
  const auto rule = std::ranges::find_if(forced, [&](const Forced& each) {
    const bool is_by =
        each.by.empty() || (!inventory.is_root(edge.from) && inventory.components[edge.from].name == each.by);
    return is_by && each.name == asked && admits(edge.range, each.from);
  });
  return rule == forced.end() ? nullptr : &*rule;
}

// An edge whose range does not admit what it leads to.
std::set<EdgeKey> violations(const Inventory& inventory, const std::vector<Forced>& forced) {
  std::set<EdgeKey> out;
  for (const model::Edge& edge : inventory.edges) {
    if (inventory.is_root(edge.to) || is_inferred(inventory, edge.from)) continue;
    const model::Component& to = inventory.components[edge.to];
    if (to.origin != model::Origin::registry) continue;
    const Forced* const rule = rule_for(inventory, edge, forced);
    const std::string range = rule == nullptr ? edge.range : rule->range;
    if (admits(range, to.version)) continue;
    out.emplace(label_of(inventory, edge.from), rule == nullptr ? range : edge.range + ", forced to " + range,
                label(to));
  }
  return out;
}

std::set<EdgeKey> unresolved(const Inventory& inventory) {
  std::set<EdgeKey> out;
  for (const model::Unresolved& missing : inventory.unresolved)
    if (missing.kind != model::EdgeKind::peer_optional)
      out.emplace(label_of(inventory, missing.from), missing.range, missing.name);
  return out;
}

// What a component is, beside where it stands.
std::map<std::string, const model::Component*> contents(const Inventory& inventory) {
  std::map<std::string, const model::Component*> out;
  for (const model::Component& component : inventory.components) {
    std::string key = label(component) + " " + component.resolved.value_or("");
    for (const std::string& digest : component.integrity) key += " " + digest;
    out.emplace(std::move(key), &component);
  }
  return out;
}

// Whether the component has every digest of the string, however many stand in one.
bool has_digest(const model::Component& component, const std::string& integrity) {
  if (integrity.empty() || std::ranges::find(component.integrity, integrity) != component.integrity.end()) return true;
  std::set<std::string> own;
  for (const std::string& text : component.integrity)
    for (const model::IntegrityHash& hash : model::parse_integrity(text)) own.insert(hash.sri);
  const std::vector<model::IntegrityHash> wanted = model::parse_integrity(integrity);
  return !wanted.empty() && std::ranges::all_of(wanted, [&](const model::IntegrityHash& hash) {
    return !hash.sri.empty() && own.contains(hash.sri);
  });
}

std::unexpected<Error> refused(std::string message) { return fail(ErrorCode::refused, std::move(message)); }

Result<void> check_contents(const Inventory& before, const Inventory& after, const std::vector<Moved>& moved,
                            const std::vector<Gone>& gone) {
  const auto old = contents(before), now = contents(after);
  for (const auto& [key, component] : old) {
    if (now.contains(key)) continue;
    const auto is_it = [&](const std::string& name, const std::string& version) {
      return name == component->name && version == component->version;
    };
    const bool meant = std::ranges::any_of(moved, [&](const Moved& each) { return is_it(each.name, each.from); }) ||
                       std::ranges::any_of(gone, [&](const Gone& each) { return is_it(each.name, each.version); });
    if (!meant) return refused("the change would take out " + label(*component));
  }
  for (const auto& [key, component] : now) {
    if (old.contains(key)) continue;
    const bool meant = std::ranges::any_of(moved, [&](const Moved& each) {
      return each.name == component->name && each.to == component->version && has_digest(*component, each.integrity);
    });
    if (!meant) return refused("the change would bring in " + label(*component));
  }
  return {};
}

}  // namespace

std::string_view instance_of(const Inventory& inventory, const std::string& id) {
  return std::string_view(id).substr(std::min(id.size(), inventory.path.size() + 1));
}

bool admits(std::string_view range, std::string_view version) {
  if (range.starts_with("npm:")) {
    const std::size_t at = range.rfind('@');
    range = at == std::string_view::npos || at <= 4 ? std::string_view() : range.substr(at + 1);
  }
  if (range.empty() || range.find_first_of(":/") != std::string_view::npos) return true;
  const auto parsed = model::semver::parse_range(range, {.loose = true});
  const auto exact = model::semver::parse_version(version, {.loose = true});
  return !parsed || !exact || model::semver::satisfies(*exact, *parsed);
}

std::vector<std::uint32_t> orphans_of(const Inventory& before, const Inventory& after,
                                      const std::vector<std::uint32_t>& bad) {
  const auto all = [](const model::Edge&) { return true; };
  const std::vector<bool> reached_before = reached_from_roots(before, all);
  std::unordered_map<std::string_view, bool> was_reached;
  for (std::uint32_t i = 0; i < before.components.size(); ++i) was_reached[before.components[i].id] = reached_before[i];
  const std::unordered_set<std::string> inferred = inferred_targets(before);
  const std::unordered_set<std::uint32_t> is_bad(bad.begin(), bad.end());
  const std::vector<bool> reached = reached_from_roots(after, [&](const model::Edge& edge) {
    if (!is_inferred(after, edge.from) || after.is_root(edge.to)) return true;
    return !is_bad.contains(edge.to) && inferred.contains(after.components[edge.to].name);
  });
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < after.components.size(); ++i) {
    const model::Component& component = after.components[i];
    if (reached[i] || component.origin == model::Origin::link || component.origin == model::Origin::workspace) continue;
    const auto known = was_reached.find(component.id);
    if (is_bad.contains(i) || known == was_reached.end() || known->second) out.push_back(i);
  }
  return out;
}

Result<void> check_graph(const Inventory& before, const Inventory& after, const std::vector<Moved>& moved,
                         const std::vector<Gone>& gone, const std::vector<Forced>& forced) {
  const std::set<EdgeKey> old_missing = unresolved(before);
  for (const EdgeKey& missing : unresolved(after)) {
    const auto& [from, range, name] = missing;
    if (!old_missing.contains(missing))
      return refused((from.empty() ? "the project" : from) + " needs " + name + (range.empty() ? "" : " ") + range +
                     ", which the lockfile does not have");
  }
  const std::set<EdgeKey> old_violations = violations(before, {});
  for (const EdgeKey& violation : violations(after, forced)) {
    const auto& [from, range, to] = violation;
    if (!old_violations.contains(violation))
      return refused((from.empty() ? "the project" : from) + " asks for " + range + ", which " + to + " is not");
  }
  for (const Moved& each : moved) {
    const bool there = std::ranges::any_of(after.components, [&](const model::Component& component) {
      return component.name == each.name && component.version == each.to;
    });
    const bool taken_out = std::ranges::any_of(
        gone, [&](const Gone& other) { return other.name == each.name && other.version == each.to; });
    if (!there && !taken_out) return refused("the lockfile would not have " + each.name + " " + each.to);
  }
  if (after.unread.size() > before.unread.size())
    return refused("the changed lockfile has something that is not understood: " + after.unread.back().reason);
  return check_contents(before, after, moved, gone);
}

}  // namespace cordon::app
