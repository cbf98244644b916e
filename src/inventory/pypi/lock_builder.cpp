#include "inventory/pypi/lock_builder.h"

#include <algorithm>

#include "base/text.h"
#include "inventory/npm/yarn_project.h"
#include "inventory/pypi/identify.h"
#include "inventory/pypi/name.h"
#include "inventory/scope.h"
#include "model/finding.h"
#include "model/pep440_specifier.h"

namespace cordon::inventory::pypi {
namespace {

int weight(model::EdgeKind kind) {
  return kind == model::EdgeKind::runtime ? 2 : kind == model::EdgeKind::optional ? 1 : 0;
}

}  // namespace

LockBuilder::LockBuilder(const ReadContext& context, std::string format)
    : context_(context), unread_(context.display_path) {
  out_.path = context.display_path;
  out_.format = std::move(format);
}

std::optional<model::Component> LockBuilder::begin(Value package) {
  const Value name = package["name"], version = package["version"];
  if (!name.is_string() || normal_name(name.text()).empty()) {
    unread_.add(package.line(), ErrorCode::missing_field, "a package without a name");
    return std::nullopt;
  }
  if (version && !version.is_string())
    unread_.add(version.line(), ErrorCode::wrong_type, text::visible(name.text(), 80) + ": its version is no text");
  model::Component component;
  component.name = normal_name(name.text());
  if (version.is_string()) component.version = version.text();
  component.place = {context_.display_path, package.line()};
  component.scope = model::Scope::unknown;
  component.install_script = model::InstallScript::unknown;
  return component;
}

void LockBuilder::take(const Archives& archives, model::Component& component) const {
  component.integrity = archives.integrity();
  component.install_script = archives.install_script();
}

void LockBuilder::digest(Archives& archives, std::string_view file, Value hash) {
  if (hash && !hash.is_string()) return unread_.add(hash.line(), ErrorCode::wrong_type, "a digest that is no text");
  if (!archives.add(file, hash.text()))
    unread_.add(hash.line(), ErrorCode::invalid_value,
                "a digest that nothing is compared with: " + text::visible(hash.text(), 80), false);
}

void LockBuilder::expect_version(const model::Component& component) {
  if (component.version.empty() && component.origin == model::Origin::registry)
    unread_.add(component.place.line, ErrorCode::missing_field, text::visible(component.name, 80) + " has no version");
}

NodeRef LockBuilder::add(model::Component component, const std::string& source) {
  identify(component, context_);
  const std::string key = component.name + '\n' + component.version + '\n' + source;
  const auto [place, fresh] = by_key_.try_emplace(key, static_cast<std::uint32_t>(out_.components.size()));
  const NodeRef ref{false, place->second};
  if (!fresh) {
    gain(ref.index, std::move(component));
    return ref;
  }
  name(component.name, component.version, ref);
  component.id = context_.display_path + "#" + component.name + "@" + component.version;
  out_.components.push_back(std::move(component));
  sources_.push_back(source);
  said_.emplace_back();
  return ref;
}

void LockBuilder::gain(std::uint32_t index, model::Component component) {
  model::Component& there = out_.components[index];
  const bool silent = component.integrity.empty() && component.install_script == model::InstallScript::unknown;
  std::unordered_set<std::string>& known = digests_[index];
  if (known.empty()) known.insert(there.integrity.begin(), there.integrity.end());
  for (std::string& sri : component.integrity)
    if (known.insert(sri).second) there.integrity.push_back(std::move(sri));
  if (!silent) there.install_script = worse(there.install_script, component.install_script);
}

void LockBuilder::name(const std::string& package, const std::string& version, NodeRef ref) {
  std::vector<NodeRef>& all = by_name_[package];
  if (all.size() < kMostMeant) all.push_back(ref);
  else many_.insert(package);
  std::vector<NodeRef>& same = by_release_[package + '\n' + version];
  if (same.size() < kMostMeant) same.push_back(ref);
}

NodeRef LockBuilder::add_root(std::string name, std::string version, model::RootKind kind, model::Place place) {
  const NodeRef ref{true, static_cast<std::uint32_t>(out_.roots.size())};
  model::Root& root = out_.roots.emplace_back();
  root.id = context_.display_path + "#";
  if (kind != model::RootKind::project || ref.index > 0) root.id += "root " + std::to_string(ref.index) + " " + name;
  root.name = std::move(name);
  root.version = std::move(version);
  root.kind = kind;
  root.place = std::move(place);
  if (!root.name.empty()) this->name(root.name, root.version, ref);
  return ref;
}

void LockBuilder::say_scope(NodeRef node, model::Scope scope) {
  std::optional<model::Scope>& said = said_[node.index];
  said = said ? model::stronger(*said, scope) : scope;
}

std::uint32_t LockBuilder::node(NodeRef ref) const {
  return ref.is_root ? static_cast<std::uint32_t>(out_.components.size()) + ref.index : ref.index;
}

// The packages that a dependency means: of several with its name those of the version and source that it names, else
// those that its range lets through. Which of them is installed the markers decide.
std::vector<NodeRef> LockBuilder::meant(const Asked& asked) {
  const auto named = by_name_.find(asked.name);
  if (named == by_name_.end()) return {};
  const auto release = by_release_.find(asked.name + '\n' + asked.version);
  const bool exact = !asked.version.empty() && release != by_release_.end();
  std::vector<NodeRef> all = exact ? release->second : named->second;
  if (!exact && many_.contains(asked.name)) too_many_meant_ = true;
  const auto keep = [&](auto fits) {
    std::vector<NodeRef> kept;
    for (const NodeRef ref : all)
      if (fits(ref)) kept.push_back(ref);
    if (!kept.empty()) all = std::move(kept);
  };
  const auto version_of = [&](NodeRef ref) -> const std::string& {
    return ref.is_root ? out_.roots[ref.index].version : out_.components[ref.index].version;
  };
  if (all.size() > 1 && !asked.source.empty())
    keep([&](NodeRef ref) { return !ref.is_root && sources_[ref.index] == asked.source; });
  if (all.size() > 1 && !asked.range.empty())
    if (const auto specifiers = model::pep440::parse_specifiers(asked.range))
      keep([&](NodeRef ref) {
        return model::pep440::satisfies(version_of(ref), *specifiers, model::pep440::Prereleases::allow).value_or(true);
      });
  return all;
}

void LockBuilder::ask(NodeRef from, Asked asked) {
  if (asked.with_extras) with_extras_.insert(asked.name);
  // The same again says nothing more: only a hostile file has it a thousand times.
  std::string key = std::to_string(from.index) + (from.is_root ? "r" : "c");
  for (const std::string& part : {asked.name, asked.range, asked.version, asked.source}) key += '\n' + part;
  key += static_cast<char>('a' + static_cast<int>(asked.kind));
  key += asked.of_extra ? 'x' : ' ';
  key += asked.may_be_absent ? 'y' : ' ';
  if (!asked_keys_.insert(std::move(key)).second) return;
  if (asked_.size() >= context_.limits.entries) {
    too_many_asked_ = true;
    return;
  }
  asked_.push_back({from, std::move(asked)});
}

void LockBuilder::join(Wish& wish) {
  const std::uint32_t from = node(wish.from);
  std::vector<NodeRef> all = meant(wish.asked);
  if (wish.asked.of_extra && !wish.from.is_root)
    wish.asked.kind =
        with_extras_.contains(out_.components[from].name) ? model::EdgeKind::runtime : model::EdgeKind::optional;
  if (all.empty()) {
    if (wish.asked.may_be_absent) return;
    out_.unresolved.push_back({from, wish.asked.name, wish.asked.range, wish.asked.kind});
    return;
  }
  for (const NodeRef to : all) {
    if (to == wish.from) continue;
    if (out_.edges.size() >= kMostEdges) {
      too_many_asked_ = true;
      return;
    }
    out_.edges.push_back({from, node(to), wish.asked.kind, wish.asked.range});
  }
}

// By from; of several between the same two the strongest stays, where the first of them stood.
void LockBuilder::order_edges() {
  std::ranges::stable_sort(out_.edges, {}, &model::Edge::from);
  std::unordered_map<std::uint64_t, std::size_t> known;
  std::vector<model::Edge> kept;
  for (model::Edge& edge : out_.edges) {
    const auto [place, fresh] = known.try_emplace(std::uint64_t{edge.from} << 32 | edge.to, kept.size());
    if (fresh) kept.push_back(std::move(edge));
    else if (weight(edge.kind) > weight(kept[place->second].kind)) kept[place->second] = std::move(edge);
  }
  out_.edges = std::move(kept);
}

model::Inventory LockBuilder::finish() {
  std::unordered_set<std::string> ids;
  for (std::size_t i = 0; i < out_.components.size(); ++i) {
    std::string& id = out_.components[i].id;
    if (ids.insert(id).second) continue;
    id += " (" + (sources_[i].empty() ? std::to_string(i) : sources_[i]) + ")";
    while (!ids.insert(id).second) id += '\'';
  }
  for (model::Root& root : out_.roots)
    while (!ids.insert(root.id).second) root.id += '\'';
  for (Wish& wish : asked_) join(wish);
  order_edges();
  const bool inferred = out_.roots.empty();
  if (inferred) {
    npm::add_inferred_root(out_, std::vector<std::string_view>(out_.components.size()));
    for (model::Root& root : out_.roots)
      while (!ids.insert(root.id).second) root.id += '\'';
  }
  compute_scopes(out_);
  for (std::size_t i = 0; i < said_.size(); ++i) {
    if (said_[i]) out_.components[i].scope = *said_[i];
    else if (inferred) out_.components[i].scope = model::Scope::unknown;
  }
  if (too_many_asked_) unread_.add(0, ErrorCode::too_many, "more dependencies than are joined");
  if (too_many_meant_)
    unread_.add(0, ErrorCode::too_many, "a name that more packages have than are joined to what asks for it");
  unread_.move_to(out_.unread);
  return std::move(out_);
}

}  // namespace cordon::inventory::pypi
