#include "inventory/npm/yarn_classic.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "inventory/npm/identify.h"
#include "inventory/npm/project_files.h"
#include "inventory/npm/repeated_id.h"
#include "inventory/npm/specifier.h"
#include "inventory/npm/workspaces.h"
#include "inventory/npm/yarn_classic_parse.h"
#include "inventory/npm/yarn_integrity.h"
#include "inventory/npm/yarn_project.h"
#include "inventory/npm/yarn_resolution.h"

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;
using model::Origin;

constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::uint32_t kRoot = 1u << 31;            // a node that is a root: its index is added
constexpr std::size_t kMostRepeatedEdges = 100'000;  // of blocks that name several packages

// One package of a block: what its selectors agree about.
struct Package {
  std::string_view selector;  // the first of them
  std::string_view asked_as;  // its name
  std::string_view range;     // what follows that
  std::string name;           // real name
  SpecifierKind kind = SpecifierKind::range;
  bool aliased = true;  // no selector has the real name
};

bool from_registry(SpecifierKind kind) {
  return kind == SpecifierKind::range || kind == SpecifierKind::tag || kind == SpecifierKind::alias;
}

// What every reader of ranges takes for one by its first character.
bool is_surely_range(std::string_view text) {
  if (text.empty() || text.starts_with("~/")) return false;
  return (text[0] >= '0' && text[0] <= '9') || std::string_view("^~<>=*").find(text[0]) != std::string_view::npos;
}

class ClassicBuilder {
 public:
  ClassicBuilder(const ClassicLock& lock, const ReadContext& context, model::Inventory& inventory)
      : lock_(lock), context_(context), inventory_(inventory), files_(context, false), unread_(context.display_path) {}

  void build();

 private:
  void read_project();
  void add_block(const ClassicBlock& block);
  void split_block(const ClassicBlock& block);
  void read_specifier(const ClassicBlock& block, Package& package) const;
  std::uint32_t add_component(const ClassicBlock& block, const Package& package);
  void number_ids();
  Origin origin_of_package(const ClassicBlock& block, const Package& package) const;
  std::uint32_t add_workspace_block(const ClassicBlock& block, const Package& package);
  void add_edges();
  void connect(std::uint32_t from, std::string_view parent, const ClassicBlock& block);
  void connect_roots();
  void add(std::uint32_t from, std::string_view parent, std::string_view name, std::string_view range, EdgeKind kind);
  std::uint32_t find(std::string_view parent, std::string_view name, std::string_view range, bool from_root);
  std::uint32_t find_replaced(std::string_view parent, std::string_view name);
  std::uint32_t selected(std::string_view selector) const;
  std::uint32_t selected(std::string_view name, std::string_view range);
  std::uint32_t node_index(std::uint32_t node) const {
    return node < kRoot ? node : static_cast<std::uint32_t>(inventory_.components.size()) + (node - kRoot);
  }

  // Components of one asked-for name.
  struct Named {
    std::uint32_t first = 0, count = 0;
  };

  const ClassicLock& lock_;
  const ReadContext& context_;
  model::Inventory& inventory_;
  ProjectFiles files_;
  Value project_;  // root of the project's package.json; absent when there is none
  std::string project_path_;
  std::optional<ResolutionRules> rules_;
  UnreadList unread_;                   // of the lockfile
  std::vector<std::uint32_t> node_of_;  // by selector
  std::unordered_map<std::string_view, Named> by_name_;
  std::map<std::string, std::uint32_t, std::less<>> workspaces_;  // by name: index of the root
  std::vector<const ClassicBlock*> block_of_;                     // by component
  std::size_t manifest_roots_ = 0;                                // the first so many roots have a package.json
  std::vector<std::string_view> ranges_;                          // by component: what asks for it
  std::string buffer_;
  std::size_t repeated_edges_ = 0;
  std::vector<Package> packages_;                           // of the block at hand
  std::vector<std::uint32_t> package_of_, nodes_of_block_;  // its selectors' packages, and their nodes
};

void ClassicBuilder::build() {
  for (const ClassicProblem& problem : lock_.problems)
    unread_.add(problem.line, problem.code, "not what yarn writes there: " + text::visible(problem.key));
  read_project();
  node_of_.assign(lock_.selectors.size(), kNone);
  inventory_.components.reserve(lock_.blocks.size());
  block_of_.reserve(lock_.blocks.size());
  ranges_.reserve(lock_.blocks.size());
  by_name_.reserve(lock_.blocks.size());
  for (const ClassicBlock& block : lock_.blocks) add_block(block);
  number_ids();
  add_edges();
  if (!project_.exists()) add_inferred_root(inventory_, ranges_);
  std::vector<bool> known(inventory_.roots.size(), false);
  std::fill_n(known.begin(), manifest_roots_, true);
  compute_yarn_scopes(inventory_, known);
  unread_.move_to(inventory_.unread);
}

void ClassicBuilder::read_project() {
  const auto* const manifest = files_.manifest({}, inventory_.unread);
  if (manifest == nullptr) return;
  project_ = manifest->root();
  project_path_ = manifest->display_path;
  inventory_.overrides = yarn_resolutions(project_, project_path_, inventory_.unread);
  rules_.emplace(inventory_.overrides);
  if (!rules_->complete())
    inventory_.unread.push_back(
        {project_path_, 0, std::string(to_string(ErrorCode::too_many)), "too many resolutions of one package", true});
  inventory_.roots.push_back(yarn_root(project_, project_path_, {}, context_.display_path, inventory_.unread));
  const WorkspacePatterns patterns(project_["workspaces"], project_path_, inventory_.unread);
  for (const Workspace& workspace : find_workspaces(patterns, files_, inventory_.unread)) {
    if (workspace.location.empty()) continue;
    const auto* const member = files_.manifest(workspace.location, inventory_.unread);
    if (member == nullptr) continue;
    workspaces_.try_emplace(workspace.name, static_cast<std::uint32_t>(inventory_.roots.size()));
    inventory_.members.push_back(workspace.location);
    inventory_.roots.push_back(
        yarn_root(member->root(), member->display_path, workspace.location, context_.display_path, inventory_.unread));
  }
  manifest_roots_ = inventory_.roots.size();
}

void ClassicBuilder::add_block(const ClassicBlock& block) {
  split_block(block);
  nodes_of_block_.clear();
  for (const Package& package : packages_)
    nodes_of_block_.push_back(package.kind == SpecifierKind::workspace ? add_workspace_block(block, package)
                                                                       : add_component(block, package));
  for (std::uint32_t i = 0; i < block.selector_count; ++i)
    if (package_of_[i] != kNone) node_of_[block.first_selector + i] = nodes_of_block_[package_of_[i]];
}

// The packages that the selectors of a block name, and which selector names which.
void ClassicBuilder::split_block(const ClassicBlock& block) {
  packages_.clear();
  package_of_.assign(block.selector_count, kNone);
  std::unordered_map<std::string, std::uint32_t> known;
  for (std::uint32_t i = 0; i < block.selector_count; ++i) {
    const ClassicSelector& selector = lock_.selectors[block.first_selector + i];
    if (selector.shadowed) continue;
    const NameAndRest split = split_name(selector.text);
    const bool plain = is_surely_range(split.rest);
    auto at = static_cast<std::uint32_t>(packages_.size());
    if (plain && !packages_.empty() && packages_.back().name == split.name) {  // nearly always
      packages_.back().aliased = false;
      package_of_[i] = at - 1;
      continue;
    }
    Package package{selector.text, split.name, split.rest, std::string(split.name), SpecifierKind::range, true};
    if (!plain) read_specifier(block, package);
    if (package.name.empty() || package.asked_as.empty()) {
      unread_.add(block.line, ErrorCode::invalid_value, "no package's name: " + text::visible(selector.text));
      continue;
    }
    if (!packages_.empty() && packages_.back().name == package.name) {
      --at;
    } else if (!packages_.empty()) {
      if (known.empty()) known.emplace(packages_.front().name, 0);
      at = known.try_emplace(package.name, at).first->second;
    }
    package_of_[i] = at;
    if (at == packages_.size()) packages_.push_back(std::move(package));
    if (split.name == packages_[at].name) packages_[at].aliased = false;
  }
}

void ClassicBuilder::read_specifier(const ClassicBlock& block, Package& package) const {
  Specifier specifier = parse_specifier(package.asked_as, package.range);
  package.kind = specifier.kind;
  package.name = std::move(specifier.name);
  // Behind a registry selector "name" is what yarn calls the package in this project: where an alias shares its block
  // with the plain name, the alias. What was asked of the registry stands in the selector.
  if (!block.name.empty() && !from_registry(package.kind)) {
    package.name = block.name;
  } else if (package.kind == SpecifierKind::http) {
    if (auto tarball = parse_tarball_url(block.resolved.empty() ? package.range : block.resolved))
      package.name = std::move(tarball->name);
  }
}

Origin ClassicBuilder::origin_of_package(const ClassicBlock& block, const Package& package) const {
  switch (package.kind) {
    case SpecifierKind::git: return Origin::git;
    case SpecifierKind::file:
    case SpecifierKind::exec: return Origin::file;
    case SpecifierKind::link:
    case SpecifierKind::portal: return Origin::link;
    case SpecifierKind::http: {
      const std::string_view url = block.resolved.empty() ? package.range : block.resolved;
      return origin_of(url, package.name, context_);
    }
    default: return origin_of(block.resolved, package.name, context_);
  }
}

std::uint32_t ClassicBuilder::add_component(const ClassicBlock& block, const Package& package) {
  const auto index = static_cast<std::uint32_t>(inventory_.components.size());
  model::Component& component = inventory_.components.emplace_back();
  const std::string_view installed_as = package.aliased ? package.asked_as : std::string_view(package.name);
  component.id.reserve(context_.display_path.size() + installed_as.size() + block.version.size() + 2);
  component.id.append(context_.display_path).append("#").append(installed_as).append("@").append(block.version);
  component.name = package.name;
  component.version = block.version;
  if (package.aliased) component.alias = package.asked_as;
  component.place = {context_.display_path, block.line};
  component.scope = model::Scope::unknown;
  component.install_script = model::InstallScript::unknown;
  if (!block.resolved.empty()) component.resolved = block.resolved;
  component.origin = origin_of_package(block, package);
  component.integrity = split_integrity(block.integrity);
  if (component.origin != Origin::git)
    if (std::string sha1 = integrity_of_fragment(block.resolved);
        !sha1.empty() && std::ranges::find(component.integrity, sha1) == component.integrity.end())
      component.integrity.push_back(std::move(sha1));
  identify(component, context_);
  if (block.version.empty())
    unread_.add(block.line, ErrorCode::missing_field, "a package without a version: " + text::visible(package.name));

  block_of_.push_back(&block);
  ranges_.push_back(package.range);
  Named& named = by_name_[package.asked_as];
  if (named.count++ == 0) named.first = index;
  return index;
}

// Tells blocks apart that share their name and version.
void ClassicBuilder::number_ids() {
  std::unordered_map<std::string_view, std::uint32_t> uses;
  uses.reserve(inventory_.components.size());
  std::vector<std::pair<model::Component*, std::uint32_t>> repeated;
  for (model::Component& component : inventory_.components) {
    const std::uint32_t count = ++uses.try_emplace(component.id, 0).first->second;
    if (count > 1 || ends_in_number(component.id)) repeated.emplace_back(&component, count);
  }
  // Only now, because what is counted are views of the ids.
  for (const auto& [component, count] : repeated) number_repeated(component->id, count);
}

std::uint32_t ClassicBuilder::add_workspace_block(const ClassicBlock& block, const Package& package) {
  std::uint32_t index = 0;
  if (const auto known = workspaces_.find(package.name); known != workspaces_.end()) {
    index = known->second;  // its package.json says more
  } else {
    index = static_cast<std::uint32_t>(inventory_.roots.size());
    model::Root& root = inventory_.roots.emplace_back();
    root.id = context_.display_path + "#" + std::string(package.selector);
    root.name = package.name;
    root.kind = model::RootKind::workspace;
    root.place = {context_.display_path, block.line};
    for (const ClassicDependency& dependency : lock_.dependencies_of(block))
      root.declared.push_back({std::string(dependency.name),
                               std::string(dependency.range),
                               dependency.optional ? EdgeKind::optional : EdgeKind::runtime,
                               {context_.display_path, dependency.line}});
    workspaces_.emplace(package.name, index);
  }
  return kRoot + index;
}

void ClassicBuilder::add_edges() {
  inventory_.edges.reserve(lock_.dependencies.size());
  for (std::uint32_t i = 0; i < inventory_.components.size(); ++i) {
    const ClassicBlock& block = *block_of_[i];
    if (i > 0 && block_of_[i - 1] == block_of_[i]) {
      repeated_edges_ += block.dependency_count;
      if (repeated_edges_ > kMostRepeatedEdges) {
        unread_.add(block.line, ErrorCode::too_many, "a block of several packages with very many dependencies");
        continue;
      }
    }
    connect(i, inventory_.components[i].name, block);
  }
  connect_roots();
}

void ClassicBuilder::connect(std::uint32_t from, std::string_view parent, const ClassicBlock& block) {
  const auto dependencies = lock_.dependencies_of(block);
  std::unordered_set<std::string_view> optional;
  for (const ClassicDependency& dependency : dependencies)
    if (dependency.optional) optional.insert(dependency.name);
  for (const ClassicDependency& dependency : dependencies) {
    // As in package.json, a name in optionalDependencies is optional, also where it is repeated.
    if (!dependency.optional && !optional.empty() && optional.contains(dependency.name)) continue;
    add(from, parent, dependency.name, dependency.range, dependency.optional ? EdgeKind::optional : EdgeKind::runtime);
  }
}

void ClassicBuilder::connect_roots() {
  for (std::uint32_t i = 0; i < inventory_.roots.size(); ++i) {
    const std::uint32_t from = node_index(kRoot + i);
    if (inventory_.roots[i].kind == model::RootKind::project)
      for (std::uint32_t j = 0; j < inventory_.roots.size(); ++j)
        if (j != i)
          inventory_.edges.push_back({from, node_index(kRoot + j), EdgeKind::workspace, inventory_.roots[j].name});
    for (const model::Declared& declared : inventory_.roots[i].declared)
      add(from, inventory_.roots[i].name, declared.name, declared.range, declared.kind);
  }
}

void ClassicBuilder::add(std::uint32_t from, std::string_view parent, std::string_view name, std::string_view range,
                         EdgeKind kind) {
  const std::uint32_t to = find(parent, name, range, inventory_.is_root(from));
  if (to == kNone) inventory_.unresolved.push_back({from, std::string(name), std::string(range), kind});
  else inventory_.edges.push_back({from, node_index(to), kind, std::string(range)});
}

std::uint32_t ClassicBuilder::selected(std::string_view selector) const {
  const auto found = lock_.by_selector.find(selector);
  return found == lock_.by_selector.end() ? kNone : node_of_[found->second];
}

std::uint32_t ClassicBuilder::selected(std::string_view name, std::string_view range) {
  buffer_.assign(name).append("@").append(range);
  return selected(buffer_);
}

std::uint32_t ClassicBuilder::find(std::string_view parent, std::string_view name, std::string_view range,
                                   bool from_root) {
  // "yarn add" once locked what the project itself asks for by its name alone.
  if (from_root || range.empty())
    if (const std::uint32_t bare = selected(name); bare != kNone) return bare;
  if (const std::uint32_t exact = selected(name, range); exact != kNone) return exact;
  if (const auto workspace = workspaces_.find(name); workspace != workspaces_.end()) return kRoot + workspace->second;
  return find_replaced(parent, name);
}

std::uint32_t ClassicBuilder::find_replaced(std::string_view parent, std::string_view name) {
  std::uint32_t found = kNone;
  if (rules_) {
    const auto rules = rules_->for_name(name);
    if (rules.empty()) return kNone;  // nothing replaces it: the lockfile is out of date
    bool several = false;
    for (const ResolutionRules::Rule& rule : rules) {
      const std::uint32_t one = selected(name, rule.replacement);
      if (one == kNone) continue;
      if (!rule.pattern.parent.empty() && rule.pattern.parent == parent) return one;
      several = several || (found != kNone && found != one);
      found = one;
    }
    if (several) return kNone;
  }
  if (found != kNone) return found;
  const auto named = by_name_.find(name);
  return named != by_name_.end() && named->second.count == 1 ? named->second.first : kNone;
}

}  // namespace

Result<model::Inventory> read_yarn_classic(std::string text, const ReadContext& context) {
  ClassicLock lock = TRY(parse_yarn_classic(text, context.limits));
  if (lock.blocks.empty() && !lock.problems.empty())
    return fail(lock.problems.front().code,
                "nothing in it is what yarn writes: " + text::visible(lock.problems.front().key, 40),
                lock.problems.front().line);
  model::Inventory inventory;
  inventory.path = context.display_path;
  inventory.format = "yarn v1";
  inventory.duplicates = std::move(lock.duplicates);
  ClassicBuilder(lock, context, inventory).build();
  return inventory;
}

}  // namespace cordon::inventory::npm
