#include "inventory/npm/yarn_project.h"

#include <algorithm>
#include <span>
#include <unordered_set>

#include "base/text.h"
#include "inventory/scope.h"

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;

std::string_view text_of(Value value) { return value.string().value_or(std::string_view()); }

struct DependencyList {
  const char* name;
  EdgeKind kind;
};
constexpr DependencyList kLists[] = {{"dependencies", EdgeKind::runtime},
                                     {"devDependencies", EdgeKind::development},
                                     {"optionalDependencies", EdgeKind::optional}};

// Edges by the node they start from: a compressed adjacency list.
struct Adjacency {
  std::vector<std::uint32_t> first, target;

  explicit Adjacency(const model::Inventory& inventory) : first(inventory.node_count() + 1, 0) {
    for (const model::Edge& edge : inventory.edges) ++first[edge.from + 1];
    for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
    target.resize(inventory.edges.size());
    std::vector<std::uint32_t> fill(first.begin(), first.end() - 1);
    for (const model::Edge& edge : inventory.edges) target[fill[edge.from]++] = edge.to;
  }

  // Marks everything that `start` reaches, itself too.
  void mark(std::uint32_t start, std::vector<bool>& reached) const {
    if (reached[start]) return;
    reached[start] = true;
    std::vector<std::uint32_t> work{start};
    while (!work.empty()) {
      const std::uint32_t node = work.back();
      work.pop_back();
      for (std::uint32_t i = first[node]; i < first[node + 1]; ++i) {
        if (reached[target[i]]) continue;
        reached[target[i]] = true;
        work.push_back(target[i]);
      }
    }
  }
};

}  // namespace

model::Root yarn_root(Value manifest, std::string_view path, std::string_view location, std::string_view lockfile_path,
                      std::vector<model::FileUnread>& unread) {
  UnreadList problems{std::string(path)};
  model::Root root;
  root.id.append(lockfile_path).append("#").append(location);
  root.name = text_of(manifest["name"]);
  root.version = text_of(manifest["version"]);
  root.kind = location.empty() ? model::RootKind::project : model::RootKind::workspace;
  root.place = {std::string(path), manifest.line()};

  std::unordered_set<std::string_view> optional;
  for (const Value::Member& member : manifest["optionalDependencies"].members()) optional.insert(member.key);
  for (const DependencyList& list : kLists) {
    const Value members = manifest[list.name];
    if (members.exists() && !members.is_null() && !members.is_object())
      problems.add(members.line(), ErrorCode::wrong_type, std::string(list.name) + " is no object");
    for (const Value::Member& member : members.members()) {
      if (list.kind == EdgeKind::runtime && optional.contains(member.key)) continue;
      if (!member.value.is_string())
        problems.add(member.line(), ErrorCode::wrong_type, "a range that is no text: " + text::visible(member.key));
      root.declared.push_back(
          {std::string(member.key), std::string(member.value.text()), list.kind, {std::string(path), member.line()}});
    }
  }
  problems.move_to(unread);
  return root;
}

std::vector<model::Override> yarn_resolutions(Value manifest, std::string_view path,
                                              std::vector<model::FileUnread>& unread) {
  UnreadList problems{std::string(path)};
  std::vector<model::Override> out;
  const Value rules = manifest["resolutions"];
  if (rules.exists() && !rules.is_null() && !rules.is_object())
    problems.add(rules.line(), ErrorCode::wrong_type, "resolutions is no object");
  for (const Value::Member& rule : rules.members()) {
    if (rule.value.is_string())
      out.push_back({std::string(rule.key), std::string(rule.value.text()), {std::string(path), rule.line()}});
    else problems.add(rule.line(), ErrorCode::wrong_type, "a resolution that is no text: " + text::visible(rule.key));
  }
  problems.move_to(unread);
  return out;
}

void add_inferred_root(model::Inventory& inventory, std::span<const std::string_view> ranges) {
  const auto count = static_cast<std::uint32_t>(inventory.components.size());
  std::vector<bool> required(inventory.node_count(), false), reached(inventory.node_count(), false);
  for (const model::Edge& edge : inventory.edges)
    if (edge.from != edge.to) required[edge.to] = true;
  const Adjacency adjacency(inventory);
  const std::uint32_t node = inventory.node_count();
  model::Root root;
  root.id = inventory.path + "#";
  root.kind = model::RootKind::inferred;
  root.place = {inventory.path, 0};
  const auto declare = [&](std::uint32_t i) {
    const model::Component& component = inventory.components[i];
    root.declared.push_back(
        {component.alias.value_or(component.name), std::string(ranges[i]), EdgeKind::runtime, component.place});
    inventory.edges.push_back({node, i, EdgeKind::runtime, std::string(ranges[i])});
    adjacency.mark(i, reached);
  };
  for (std::uint32_t i = count; i < node; ++i) adjacency.mark(i, reached);
  for (std::uint32_t i = 0; i < count; ++i)
    if (!required[i] && !reached[i]) declare(i);
  for (std::uint32_t i = 0; i < count; ++i)
    if (!reached[i]) declare(i);
  if (!root.declared.empty()) inventory.roots.push_back(std::move(root));
}

void compute_yarn_scopes(model::Inventory& inventory, const std::vector<bool>& known) {
  const auto count = static_cast<std::uint32_t>(inventory.components.size());
  std::vector<bool> uncertain(inventory.node_count(), false);
  if (std::find(known.begin(), known.end(), false) == known.end()) return compute_scopes(inventory);
  const Adjacency adjacency(inventory);
  for (std::uint32_t i = 0; i < known.size(); ++i)
    if (!known[i]) adjacency.mark(count + i, uncertain);

  // With the edges of the roots that are known alone.
  std::vector<model::Edge> all = inventory.edges;
  std::erase_if(inventory.edges,
                [&](const model::Edge& edge) { return edge.from >= count && !known[edge.from - count]; });
  compute_scopes(inventory);
  inventory.edges = std::move(all);
  for (std::uint32_t i = 0; i < count; ++i) {
    model::Component& component = inventory.components[i];
    if (uncertain[i] && component.scope != model::Scope::runtime) component.scope = model::Scope::unknown;
  }
  inventory.unread.push_back({inventory.path, 0, "development_unknown",
                              "without package.json, nothing says which dependencies are for development only", false});
}

}  // namespace cordon::inventory::npm
