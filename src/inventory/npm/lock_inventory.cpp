#include "inventory/npm/lock_inventory.h"

#include <unordered_map>

#include "base/text.h"
#include "inventory/npm/dependency_lists.h"
#include "inventory/npm/identify.h"
#include "inventory/npm/location.h"
#include "inventory/npm/manifest.h"
#include "inventory/npm/node_resolution.h"
#include "inventory/npm/workspaces.h"

namespace cordon::inventory::npm {
namespace {

using model::Component;
using model::EdgeKind;
using model::Origin;
using model::Scope;

constexpr std::uint32_t kNone = InstallTree::kNone;

std::string_view text_of(Value value) { return value.string().value_or(std::string_view()); }

// Subresource Integrity strings stand side by side, separated by white space.
std::vector<std::string> split_integrity(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  std::vector<std::string> out;
  for (std::size_t start = text.find_first_not_of(kSpace); start != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, start), text.size());
    out.emplace_back(text.substr(start, end - start));
    start = text.find_first_not_of(kSpace, end);
  }
  return out;
}

// A licence is text, an object with a "type", or a list of either.
void add_licences(Value licence, std::vector<std::string>& out) {
  const std::string_view name = licence.is_object() ? text_of(licence["type"]) : text_of(licence);
  if (!name.empty()) out.emplace_back(name);
  for (const Value one : licence.elements()) {
    const std::string_view part = one.is_object() ? text_of(one["type"]) : text_of(one);
    if (!part.empty()) out.emplace_back(part);
  }
}

// npm writes dev and optional both where only optional dependencies of development dependencies need a package, and
// devOptional where each kind alone does.
Scope scope_of(const LockEntry& entry) {
  if (entry.extraneous) return Scope::unknown;
  if (entry.development_optional || (entry.development && entry.optional)) return Scope::development_optional;
  if (entry.development) return Scope::development;
  return entry.optional ? Scope::optional : Scope::runtime;
}

std::vector<InstallEntry> install_entries(const LockEntries& entries) {
  std::vector<InstallEntry> out;
  out.reserve(entries.entries.size());
  for (const LockEntry& entry : entries.entries) out.push_back({entry.location, entry.link});
  return out;
}

class InventoryBuilder {
 public:
  InventoryBuilder(LockEntries& entries, const LockEntries& npm6, Value lock, ProjectFiles& files,
                   const ReadContext& context, model::Inventory& inventory)
      : entries_(entries), npm6_(npm6), lock_(lock), files_(files), context_(context), inventory_(inventory),
        install_entries_(install_entries(entries)), tree_(install_entries_) {}

  void build() {
    read_project();
    follow_links();
    add_components();
    add_only_of_npm6();
    add_root();
    add_members();
    add_edges();
    entries_.unread.move_to(inventory_.unread);
  }

 private:
  void read_project();
  void add_overrides();
  void follow_links();
  void add_components();
  void add_only_of_npm6();
  Component described(const LockEntry& own, const LockEntry& said) const;
  Component component_of(std::uint32_t node);
  void name_component(std::uint32_t node, Component& component);
  Origin origin_of_node(std::uint32_t node, const Component& component) const;
  void add_root();
  void add_members();
  void add_edges();
  void collect_dependencies(std::uint32_t node, DependencySet& set);
  void collect_required(std::uint32_t node, DependencySet& set);
  void connect(std::uint32_t node, std::uint32_t from, const DependencySet& set);
  void report_malformed(const std::string& path);
  void unread(std::uint32_t line, ErrorCode code, std::string reason) {
    entries_.unread.add(line, code, std::move(reason));
  }

  const LockEntry& entry(std::uint32_t node) const { return entries_.entries[node]; }
  std::uint32_t index_of(std::uint32_t node) const {
    return node == tree_.root() ? static_cast<std::uint32_t>(inventory_.components.size()) : component_of_[node];
  }

  LockEntries& entries_;
  const LockEntries& npm6_;
  const Value lock_;
  ProjectFiles& files_;
  const ReadContext& context_;
  model::Inventory& inventory_;
  const std::vector<InstallEntry> install_entries_;
  const InstallTree tree_;

  const ProjectManifest* project_ = nullptr;  // package.json beside the lockfile
  Value project_manifest_;                    // that, or the lockfile's own record of it
  std::string project_path_;                  // where it stands, as displayed
  std::optional<WorkspacePatterns> workspace_patterns_;
  std::vector<Workspace> workspaces_;
  std::vector<std::string> workspace_ranges_;
  std::vector<std::uint32_t> targets_;                                   // by node: what a link leads to
  std::unordered_map<std::uint32_t, std::uint32_t> links_to_;            // a link to each linked folder
  std::unordered_map<std::uint32_t, const ProjectManifest*> manifests_;  // package.json of linked folders
  std::vector<std::uint32_t> component_of_;                              // by node
  std::vector<MalformedList> malformed_;
};

void InventoryBuilder::read_project() {
  project_ = files_.manifest({}, inventory_.unread);
  project_manifest_ = project_ != nullptr ? project_->root() : entries_.root;
  project_path_ = project_ != nullptr ? project_->display_path : context_.display_path;
  workspace_patterns_.emplace(project_manifest_["workspaces"], project_path_, inventory_.unread);
  workspaces_ = files_.has_tree() ? find_workspaces(*workspace_patterns_, files_, inventory_.unread)
                                  : locked_workspaces(*workspace_patterns_, entries_);
  if (project_ != nullptr) add_overrides();
  if (project_ == nullptr && !entries_.has_manifests && !entries_.entries.empty())
    inventory_.unread.push_back({files_.display_path({}), 0, std::string(to_string(ErrorCode::not_found)),
                                 "without package.json, lockfile version 1 does not say what the project asks for",
                                 false});
}

// npm takes overrides from the project's package.json only; a lockfile has none.
void InventoryBuilder::add_overrides() {
  const Result<Manifest> manifest = parse_manifest(std::string(project_->document.source()), context_.limits);
  if (!manifest) return;  // it was read before, so this cannot be
  for (const ManifestOverride& rule : manifest->overrides)
    if (rule.field == OverrideField::overrides)
      inventory_.overrides.push_back({rule.pattern, rule.replacement, {project_path_, rule.line}});
  UnreadList problems(project_path_);
  for (const ManifestProblem& problem : manifest->problems)
    if (problem.field.starts_with("overrides"))
      problems.add(problem.line, problem.code, "not an override: " + text::visible(problem.field));
  problems.move_to(inventory_.unread);
}

// Finds what links lead to. Folders outside node_modules are the user's own and change without the lockfile, so npm
// takes their dependencies from their package.json.
void InventoryBuilder::follow_links() {
  targets_.assign(entries_.entries.size(), kNone);
  for (std::uint32_t node = 0; node < tree_.root(); ++node) {
    if (!entry(node).link || tree_.placement(node) != Placement::placed) continue;
    const std::uint32_t target = tree_.find(entry(node).target);
    if (target == kNone || target == node) {
      unread(entry(node).place.line(), ErrorCode::not_found,
             "a link to a folder that has no entry: " + text::visible(entry(node).target));
      continue;
    }
    targets_[node] = target;
    if (!links_to_.try_emplace(target, node).second || target == tree_.root() || !tree_.is_top(target)) continue;
    if (const ProjectManifest* manifest = files_.manifest(entry(target).location, inventory_.unread))
      manifests_.emplace(target, manifest);
  }
}

void InventoryBuilder::add_components() {
  component_of_.assign(entries_.entries.size(), kNone);
  inventory_.components.reserve(entries_.entries.size());
  for (std::uint32_t node = 0; node < tree_.root(); ++node) {
    if (tree_.placement(node) == Placement::placed) {
      component_of_[node] = static_cast<std::uint32_t>(inventory_.components.size());
      inventory_.components.push_back(component_of(node));
      continue;
    }
    const bool replaced = tree_.placement(node) == Placement::replaced;
    unread(
        entry(node).place.line(), ErrorCode::invalid_value,
        (replaced ? "another entry takes this one's place: " : "a package inside a link, where npm installs none: ") +
            text::visible(entry(node).location));
  }
}

Component InventoryBuilder::component_of(std::uint32_t node) {
  const LockEntry& own = entry(node);
  // A link says nothing of the package; what it leads to does. The project itself has no flags.
  const std::uint32_t target = own.link ? targets_[node] : node;
  static const LockEntry kUnknown;
  Component component = described(own, target == kNone || target == tree_.root() ? kUnknown : entry(target));
  name_component(node, component);
  component.origin = origin_of_node(node, component);
  identify(component, context_);
  return component;
}

// A package that npm 6 alone installs is as much in this file as the others; a link brings nothing of its own.
void InventoryBuilder::add_only_of_npm6() {
  for (const LockEntry& own : npm6_.entries) {
    if (own.link || !own.installed) continue;
    Component component = described(own, own);
    component.id += "//npm6";  // no location has two slashes
    component.install_script = model::InstallScript::unknown;
    component.name = own.name.empty() ? own.folder : own.name;
    component.version = own.version;
    if (component.name != own.folder) component.alias = own.folder;
    component.origin = origin_of(own.resolved, component.name, context_);
    identify(component, context_);
    inventory_.components.push_back(std::move(component));
  }
}

// What the entry itself and the one that speaks for its package say, without name, version and where it is from.
Component InventoryBuilder::described(const LockEntry& own, const LockEntry& said) const {
  Component component;
  component.id.reserve(context_.display_path.size() + 1 + own.location.size());
  component.id += context_.display_path;
  component.id += '#';
  component.id += own.location;
  component.integrity = split_integrity(text_of(own.integrity));
  component.place = {context_.display_path, own.place.line()};
  component.scope = scope_of(said);
  component.peer = said.peer;
  component.bundled = own.bundled;
  if (!own.resolved.empty()) component.resolved = own.resolved;
  component.install_script = !entries_.has_manifests ? model::InstallScript::unknown
                             : said.install_script   ? model::InstallScript::yes
                                                     : model::InstallScript::no;
  add_licences(said.licence, component.licences);
  return component;
}

// The real name and version: the entry's own, the linked package's, or the folder's name.
void InventoryBuilder::name_component(std::uint32_t node, Component& component) {
  const LockEntry& own = entry(node);
  const std::uint32_t target = own.link ? targets_[node] : node;
  const std::string_view installed_as = own.installed ? own.folder : std::string_view();
  if (target == tree_.root()) {
    component.name = text_of(project_manifest_["name"]);
    component.version = text_of(project_manifest_["version"]);
  } else if (target != kNone) {
    const LockEntry& said = entry(target);
    component.name = said.name;
    component.version = said.version;
    const auto manifest = manifests_.find(target);
    if (manifest != manifests_.end() && !entries_.has_manifests) {
      // Version 1 knows only the name of the link.
      const std::string_view name = text_of(manifest->second->root()["name"]);
      if (!name.empty()) component.name = name;
    }
    if (manifest != manifests_.end() && component.version.empty())
      component.version = text_of(manifest->second->root()["version"]);
    if (component.name.empty()) component.name = said.folder;
    if (component.name.empty()) {
      const auto link = links_to_.find(target);
      if (link != links_to_.end()) component.name = entry(link->second).folder;
    }
  }
  if (component.name.empty()) component.name = own.folder;
  if (!installed_as.empty() && component.name != installed_as) component.alias = installed_as;
}

Origin InventoryBuilder::origin_of_node(std::uint32_t node, const Component& component) const {
  const LockEntry& own = entry(node);
  if (own.link) return Origin::link;
  if (own.installed) return origin_of(own.resolved, component.name, context_);
  return workspace_patterns_->includes(own.location) ? Origin::workspace : Origin::file;
}

void InventoryBuilder::add_root() {
  model::Root root;
  root.id = context_.display_path + "#";
  root.name = text_of(project_manifest_["name"]);
  root.version = text_of(project_manifest_["version"]);
  if (project_ == nullptr) {
    if (root.name.empty()) root.name = text_of(lock_["name"]);
    if (root.version.empty()) root.version = text_of(lock_["version"]);
  }
  root.kind = model::RootKind::project;
  root.place = {project_path_, project_manifest_.line()};
  inventory_.roots.push_back(std::move(root));
}

// An entry outside node_modules alone resolves nothing for its folder: npm installs there only what a link leads to.
void InventoryBuilder::add_members() {
  for (std::uint32_t node = 0; node < tree_.root(); ++node)
    if (links_to_.contains(node) && tree_.is_top(node) && !entry(node).installed)
      inventory_.members.emplace_back(entry(node).location);
}

void InventoryBuilder::add_edges() {
  inventory_.edges.reserve(entries_.entries.size() * 2);
  DependencySet set;
  for (std::uint32_t node = 0; node < tree_.root(); ++node) {
    if (component_of_[node] == kNone || entry(node).link) continue;
    set.clear();
    collect_dependencies(node, set);
    connect(node, component_of_[node], set);
  }
  set.clear();
  workspace_ranges_.reserve(workspaces_.size());  // views into it must not move
  for (const Workspace& workspace : workspaces_) {
    workspace_ranges_.push_back("file:" + workspace.location);
    set.add({workspace.name, workspace_ranges_.back(), EdgeKind::workspace, project_manifest_["workspaces"]});
  }
  add_dependencies(project_manifest_, true, set, malformed_);
  report_malformed(project_path_);
  connect(tree_.root(), index_of(tree_.root()), set);
  for (const Dependency& dependency : set.all())
    inventory_.roots.back().declared.push_back({std::string(dependency.name),
                                                std::string(dependency.range),
                                                dependency.kind,
                                                {project_path_, dependency.place.line()}});
}

void InventoryBuilder::collect_dependencies(std::uint32_t node, DependencySet& set) {
  if (const auto manifest = manifests_.find(node); manifest != manifests_.end()) {
    add_dependencies(manifest->second->root(), true, set, malformed_);
    report_malformed(manifest->second->display_path);
  } else if (entries_.has_manifests) {
    add_dependencies(entry(node).manifest, tree_.is_top(node), set, malformed_);
    report_malformed(context_.display_path);
  } else {
    collect_required(node, set);
  }
}

// Version 1 says only what is required. The kind is npm's guess from the flags of both ends.
void InventoryBuilder::collect_required(std::uint32_t node, DependencySet& set) {
  const LockEntry& own = entry(node);
  for (const Value::Member& member : own.requires_.members()) {
    if (!member.value.is_string()) malformed_.push_back({member.key, member.line()});
    Dependency dependency{member.key, member.value.text(), EdgeKind::runtime, member.name};
    const std::uint32_t to = tree_.resolve(node, member.key);
    if (to != kNone && to != tree_.root() && !entry(to).link) {
      if (entry(to).optional && !own.optional) dependency.kind = EdgeKind::optional;
      else if (entry(to).development && !own.development) dependency.kind = EdgeKind::development;
    }
    set.add(dependency);
  }
  report_malformed(context_.display_path);
}

void InventoryBuilder::connect(std::uint32_t node, std::uint32_t from, const DependencySet& set) {
  for (const Dependency& dependency : set.all()) {
    // Only a top package's development dependencies are installed; another's resolve to nothing that is its own.
    const bool counts = dependency.kind != EdgeKind::development || tree_.is_top(node);
    const std::uint32_t to = counts ? tree_.resolve(node, dependency.name) : kNone;
    if (to == kNone)
      inventory_.unresolved.push_back(
          {from, std::string(dependency.name), std::string(dependency.range), dependency.kind});
    else inventory_.edges.push_back({from, index_of(to), dependency.kind, std::string(dependency.range)});
  }
}

void InventoryBuilder::report_malformed(const std::string& path) {
  if (malformed_.empty()) return;
  UnreadList elsewhere(path);
  UnreadList& list = path == context_.display_path ? entries_.unread : elsewhere;
  for (const MalformedList& malformed : malformed_)
    list.add(malformed.line, ErrorCode::wrong_type,
             "not a list of dependencies or not a range: " + text::visible(malformed.name));
  elsewhere.move_to(inventory_.unread);
  malformed_.clear();
}

}  // namespace

void build_inventory(LockEntries& entries, const LockEntries& npm6, Value lock, ProjectFiles& files,
                     const ReadContext& context, model::Inventory& inventory) {
  InventoryBuilder(entries, npm6, lock, files, context, inventory).build();
}

}  // namespace cordon::inventory::npm
