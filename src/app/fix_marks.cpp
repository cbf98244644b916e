#include "app/fix_marks.h"

#include <string_view>
#include <unordered_map>

#include "app/fix_graph.h"

namespace cordon::app {
namespace {

using change::NeededFor;
using model::EdgeKind;
using model::Inventory;

struct Ways {
  bool development = false, optional = false, peer = false;
};

Ways ways_of(const Inventory& inventory, const model::Edge& edge) {
  Ways out{edge.kind == EdgeKind::development, edge.kind == EdgeKind::optional || edge.kind == EdgeKind::peer_optional,
           edge.kind == EdgeKind::peer || edge.kind == EdgeKind::peer_optional};
  const auto count = static_cast<std::uint32_t>(inventory.components.size());
  if (!inventory.is_root(edge.from) || inventory.is_root(edge.to) ||
      inventory.roots[edge.from - count].kind != model::RootKind::inferred)
    return out;
  const model::Component& to = inventory.components[edge.to];
  out.development = to.scope == model::Scope::development || to.scope == model::Scope::development_optional;
  out.optional = to.scope == model::Scope::optional;
  out.peer = to.peer;
  return out;
}

// True until something says otherwise.
struct Marks {
  bool development = true, optional = true, development_optional = true, peer = true;
  bool by_development = false, extraneous = true;
};

bool unset(bool& mark, bool still) {
  if (!mark || still) return false;
  mark = false;
  return true;
}

bool pass_on(const Marks& from, const Ways& by, Marks& to) {
  bool changed = unset(to.extraneous, from.extraneous || (by.peer && by.optional));
  changed = unset(to.development, from.development || by.development) || changed;
  changed = unset(to.optional, from.optional || by.optional) || changed;
  changed = unset(to.development_optional,
                  from.development_optional || from.development || from.optional || by.development || by.optional) ||
            changed;
  changed = unset(to.peer, from.peer || by.peer) || changed;
  if ((from.by_development || by.development) && !to.by_development) changed = to.by_development = true;
  return changed;
}

// Version 1 says only what is required, and its readers take what is marked for development for a development
// dependency of whoever is not. Of an installed package there is no such thing: the mark is what is wrong.
std::vector<model::Edge> guessed_wrong(const Inventory& inventory) {
  std::vector<model::Edge> out;
  std::unordered_map<std::string_view, std::uint32_t> places;
  for (const model::Unresolved& missing : inventory.unresolved) {
    if (missing.kind != EdgeKind::development || inventory.is_root(missing.from)) continue;
    if (places.empty())
      for (std::uint32_t i = 0; i < inventory.components.size(); ++i)
        places.emplace(instance_of(inventory, inventory.components[i].id), i);
    std::string_view level = instance_of(inventory, inventory.components[missing.from].id);
    for (bool is_top = false; !is_top;) {
      is_top = level.empty();
      const auto found = places.find(std::string(level) + (is_top ? "" : "/") + "node_modules/" + missing.name);
      if (found != places.end()) {
        out.push_back({missing.from, found->second, EdgeKind::runtime, missing.range});
        break;
      }
      const std::size_t at = level.rfind("node_modules/");
      level = at == std::string_view::npos || at == 0 ? std::string_view() : level.substr(0, at - 1);
    }
  }
  return out;
}

}  // namespace

std::vector<std::optional<NeededFor>> needed_for(const Inventory& inventory) {
  const std::vector<model::Edge> more =
      inventory.format == "package-lock v1" ? guessed_wrong(inventory) : std::vector<model::Edge>();
  std::vector<std::vector<const model::Edge*>> out_of(inventory.node_count());
  for (const model::Edge& edge : inventory.edges) out_of[edge.from].push_back(&edge);
  for (const model::Edge& edge : more) out_of[edge.from].push_back(&edge);
  std::vector<Marks> marks(inventory.node_count());
  std::vector<std::uint32_t> ahead;
  for (std::uint32_t node = static_cast<std::uint32_t>(inventory.components.size()); node < inventory.node_count();
       ++node) {
    marks[node] = {false, false, false, false, false, false};
    ahead.push_back(node);
  }
  while (!ahead.empty()) {
    const std::uint32_t node = ahead.back();
    ahead.pop_back();
    for (const model::Edge* const edge : out_of[node])
      if (!inventory.is_root(edge->to) && pass_on(marks[node], ways_of(inventory, *edge), marks[edge->to]))
        ahead.push_back(edge->to);
  }
  std::vector<std::optional<NeededFor>> out;
  for (std::size_t i = 0; i < inventory.components.size(); ++i) {
    const Marks& own = marks[i];
    if (own.extraneous) {
      out.emplace_back();
      continue;
    }
    out.push_back(NeededFor{own.development, own.optional,
                            own.development_optional && !own.development && !own.optional, own.peer,
                            own.by_development});
  }
  return out;
}

std::vector<change::Mark> marks_of(const Inventory& before, const Inventory& after) {
  const std::vector<std::optional<NeededFor>> old = needed_for(before), now = needed_for(after);
  std::unordered_map<std::string_view, const std::optional<NeededFor>*> known;
  for (std::size_t i = 0; i < before.components.size(); ++i) known.emplace(before.components[i].id, &old[i]);
  std::vector<change::Mark> out;
  for (std::size_t i = 0; i < after.components.size(); ++i) {
    const model::Component& component = after.components[i];
    if (component.origin == model::Origin::link || component.origin == model::Origin::workspace || component.bundled)
      continue;
    const auto was = known.find(component.id);
    if (!now[i] || (was != known.end() && *was->second == now[i])) continue;
    out.push_back({std::string(instance_of(after, component.id)), *now[i]});
  }
  return out;
}

}  // namespace cordon::app
