#include "inventory/npm/yarn_berry.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "base/yaml.h"
#include "inventory/npm/identify.h"
#include "inventory/npm/location.h"
#include "inventory/npm/project_files.h"
#include "inventory/npm/repeated_id.h"
#include "inventory/npm/specifier.h"
#include "inventory/npm/yarn_berry_entries.h"
#include "inventory/npm/yarn_catalog.h"
#include "inventory/npm/yarn_descriptors.h"
#include "inventory/npm/yarn_project.h"
#include "inventory/npm/yarn_resolution.h"

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;
using model::Origin;

constexpr std::uint32_t kNone = DescriptorIndex::kNone;
constexpr std::uint32_t kRoot = 1u << 31;  // a node that is a root: its index is added
constexpr std::string_view kWorkspace = "workspace:";
constexpr std::string_view kProject = "workspace:.";

class BerryBuilder {
 public:
  BerryBuilder(const BerryLock& lock, const ReadContext& context, model::Inventory& inventory)
      : lock_(lock), context_(context), inventory_(inventory), files_(context, false),
        catalogs_(context, inventory.unread), unread_(context.display_path) {}

  void build();

 private:
  void read_project();
  void add_entries();
  void add_component(const BerryEntry& entry);
  void name_component(const BerryEntry& entry, model::Component& component);
  void add_workspace(const BerryEntry& entry);
  void index_entries();
  void connect_components();
  void connect_roots();
  void add_manifest_dependencies(const model::Root& manifest, const BerryEntry& entry, model::Root& root);
  void add(std::uint32_t from, const BerryEntry* parent, std::string_view name, std::string_view range, EdgeKind kind);
  std::uint32_t find(const BerryEntry* parent, std::string_view name, std::string_view range) const;
  std::uint32_t find_replaced(const BerryEntry* parent, std::string_view name, std::string_view range) const;
  std::string unique_id(std::string_view locator);
  std::uint32_t index_of(std::uint32_t entry) const {
    const std::uint32_t node = nodes_[entry];
    return node < kRoot ? node : static_cast<std::uint32_t>(inventory_.components.size()) + (node - kRoot);
  }

  const BerryLock& lock_;
  const ReadContext& context_;
  model::Inventory& inventory_;
  ProjectFiles files_;
  YarnCatalogs catalogs_;
  Value project_;  // root of the project's package.json; absent when there is none
  std::string project_path_;
  std::optional<ResolutionRules> rules_;
  UnreadList unread_;  // of the lockfile
  DescriptorIndex index_;
  std::string project_locator_;
  std::vector<std::uint32_t> nodes_;                             // by entry
  std::vector<std::uint32_t> component_entries_, root_entries_;  // and back
  std::unordered_map<std::string_view, std::uint32_t> by_locator_;
  std::unordered_map<std::string_view, std::uint32_t> workspaces_;  // by name: entry
  std::unordered_map<std::string_view, std::uint32_t> ids_;         // uses of a locator
  std::vector<bool> known_;                                         // by root: has a package.json
};

EdgeKind kind_of(const std::unordered_set<std::string_view>& optional, std::string_view name) {
  return !optional.empty() && optional.contains(name) ? EdgeKind::optional : EdgeKind::runtime;
}

std::unordered_set<std::string_view> optional_names(const BerryEntry& entry) {
  std::unordered_set<std::string_view> out;
  for (const Value::Member& member : entry.dependencies_meta.members())
    if (member.value["optional"].is_true()) out.insert(member.key);
  return out;
}

// "npm:^1" and "^1" ask for the same.
std::string_view without_npm(std::string_view range) {
  if (range.starts_with("npm:")) range.remove_prefix(4);
  return range;
}

void BerryBuilder::build() {
  read_project();
  add_entries();
  index_entries();
  connect_components();
  connect_roots();
  compute_yarn_scopes(inventory_, known_);
  unread_.move_to(inventory_.unread);
}

void BerryBuilder::read_project() {
  const auto* const manifest = files_.manifest({}, inventory_.unread);
  if (manifest == nullptr) return;
  project_ = manifest->root();
  project_path_ = manifest->display_path;
  inventory_.overrides = yarn_resolutions(project_, project_path_, inventory_.unread);
  rules_.emplace(inventory_.overrides);
  if (!rules_->complete())
    inventory_.unread.push_back(
        {project_path_, 0, std::string(to_string(ErrorCode::too_many)), "too many resolutions of one package", true});
}

void BerryBuilder::add_entries() {
  const auto count = static_cast<std::uint32_t>(lock_.entries.size());
  std::vector<std::uint32_t> others;
  nodes_.assign(count, kNone);
  inventory_.components.reserve(count);
  ids_.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const BerryEntry& entry = lock_.entries[i];
    if (!entry.is_workspace()) {
      nodes_[i] = static_cast<std::uint32_t>(inventory_.components.size());
      component_entries_.push_back(i);
      add_component(entry);
    } else {
      if (entry.reference == kProject) project_locator_ = entry.locator;
      (entry.reference == kProject ? root_entries_ : others).push_back(i);
    }
  }
  root_entries_.insert(root_entries_.end(), others.begin(), others.end());
  if (project_locator_.empty() && project_.exists()) {
    inventory_.roots.push_back(yarn_root(project_, project_path_, {}, context_.display_path, inventory_.unread));
    known_.push_back(true);
    root_entries_.insert(root_entries_.begin(), kNone);
  }
  for (const std::uint32_t i : root_entries_) {
    if (i == kNone) continue;
    nodes_[i] = kRoot + static_cast<std::uint32_t>(inventory_.roots.size());
    add_workspace(lock_.entries[i]);
  }
}

std::string BerryBuilder::unique_id(std::string_view locator) {
  std::string id;
  id.reserve(context_.display_path.size() + 1 + locator.size());
  id.append(context_.display_path).append("#").append(locator);
  const std::uint32_t uses = ++ids_.try_emplace(locator, 0).first->second;
  number_repeated(id, uses);
  return id;
}

void BerryBuilder::add_component(const BerryEntry& entry) {
  const YarnPackage& package = entry.package;
  model::Component& component = inventory_.components.emplace_back();
  component.id = unique_id(entry.locator);
  component.origin = package.origin;
  component.place = {context_.display_path, entry.line};
  component.scope = model::Scope::unknown;
  component.install_script = model::InstallScript::unknown;
  if (!entry.checksum.empty()) component.checksum = entry.checksum;
  name_component(entry, component);
  if (package.origin == Origin::http) component.origin = origin_of(package.resolved, component.name, context_);
  // A patched package comes from the registry of what is patched.
  if (!package.archive_url.empty()) component.resolved = package.archive_url;
  else if (!package.resolved.empty() && package.origin != Origin::patch) component.resolved = package.resolved;
  identify(component, context_);
  if (!package.resolved.empty()) component.resolved = package.resolved;
}

void BerryBuilder::name_component(const BerryEntry& entry, model::Component& component) {
  const YarnPackage& package = entry.package;
  component.name = package.name;
  if (package.origin == Origin::http)
    if (auto tarball = parse_tarball_url(package.resolved)) component.name = std::move(tarball->name);
  component.version = package.version.empty() ? entry.version : package.version;
  if (!package.version.empty() && !entry.version.empty() && package.version != entry.version)
    unread_.add(
        entry.line, "disagreement",
        "the version is " + text::visible(entry.version, 40) + " and the resolution " + text::visible(entry.locator),
        false);
  if (component.version.empty())
    unread_.add(entry.line, ErrorCode::missing_field, "a package without a version: " + text::visible(entry.locator),
                true);
  for (const std::string_view descriptor : entry.descriptors)
    if (split_name(descriptor).name == component.name) return;
  if (!entry.descriptors.empty()) component.alias = split_name(entry.descriptors.front()).name;
}

void BerryBuilder::add_workspace(const BerryEntry& entry) {
  std::string location = normalize_location(std::string_view(entry.reference).substr(kWorkspace.size()));
  const auto* const manifest = files_.manifest(location, inventory_.unread);
  known_.push_back(manifest != nullptr);
  model::Root& root = inventory_.roots.emplace_back();
  root.id = unique_id(entry.locator);
  root.name = entry.name;
  root.kind = location.empty() ? model::RootKind::project : model::RootKind::workspace;
  root.place = {context_.display_path, entry.line};
  if (!location.empty()) inventory_.members.push_back(location);
  const auto optional = optional_names(entry);
  for (const Value::Member& member : entry.dependencies.members())
    root.declared.push_back({std::string(member.key),
                             std::string(member.value.text()),
                             kind_of(optional, member.key),
                             {context_.display_path, member.line()}});
  if (manifest == nullptr) return;
  const model::Root said =
      yarn_root(manifest->root(), manifest->display_path, location, context_.display_path, inventory_.unread);
  root.version = said.version;
  add_manifest_dependencies(said, entry, root);
}

// The lockfile puts all lists of a workspace together. Its package.json tells them apart, and may be newer.
void BerryBuilder::add_manifest_dependencies(const model::Root& manifest, const BerryEntry& entry, model::Root& root) {
  std::unordered_map<std::string_view, std::size_t> locked;
  locked.reserve(root.declared.size());
  std::size_t count = 0;
  for (const Value::Member& member : entry.dependencies.members()) locked.emplace(member.key, count++);
  std::unordered_set<std::string_view> seen;
  for (const model::Declared& declared : manifest.declared) {
    const bool first = seen.insert(declared.name).second;
    const auto found = locked.find(declared.name);
    if (found == locked.end()) {
      root.declared.push_back(declared);
      continue;
    }
    model::Declared& own = root.declared[found->second];
    if (first) own.kind = declared.kind;  // dependencies come first, and beat devDependencies
    const SpecifierKind kind = parse_specifier(declared.name, declared.range).kind;
    const bool comparable = kind == SpecifierKind::range || kind == SpecifierKind::tag || kind == SpecifierKind::alias;
    if (first && comparable && without_npm(own.range) != without_npm(declared.range)) root.declared.push_back(declared);
  }
}

void BerryBuilder::index_entries() {
  by_locator_.reserve(lock_.entries.size());
  std::unordered_set<std::string_view> patched;
  for (std::uint32_t i = 0; i < lock_.entries.size(); ++i) {
    const BerryEntry& entry = lock_.entries[i];
    by_locator_.insert_or_assign(entry.locator, i);
    if (entry.is_workspace()) workspaces_.try_emplace(entry.name, i);
    if (!entry.package.inner.empty()) patched.insert(entry.package.inner);
  }
  for (std::uint32_t i = 0; i < lock_.entries.size(); ++i)
    for (const std::string_view descriptor : lock_.entries[i].descriptors)
      index_.add(descriptor, i, !patched.contains(lock_.entries[i].locator));
}

void BerryBuilder::connect_components() {
  for (std::uint32_t from = 0; from < component_entries_.size(); ++from) {
    const BerryEntry& entry = lock_.entries[component_entries_[from]];
    const auto optional = optional_names(entry);
    for (const Value::Member& member : entry.dependencies.members())
      add(from, &entry, member.key, member.value.text(), kind_of(optional, member.key));
    if (entry.package.inner.empty()) continue;
    const auto inner = by_locator_.find(entry.package.inner);
    if (inner != by_locator_.end() && inner->second != component_entries_[from])
      inventory_.edges.push_back({from, index_of(inner->second), EdgeKind::runtime, entry.package.inner});
  }
}

void BerryBuilder::connect_roots() {
  const auto components = static_cast<std::uint32_t>(inventory_.components.size());
  for (std::uint32_t i = 0; i < inventory_.roots.size(); ++i) {
    const BerryEntry* const entry = root_entries_[i] == kNone ? nullptr : &lock_.entries[root_entries_[i]];
    for (std::uint32_t j = 0; i == 0 && j < inventory_.roots.size(); ++j)
      if (j != i && inventory_.roots[i].kind == model::RootKind::project)
        inventory_.edges.push_back({components, components + j, EdgeKind::workspace, inventory_.roots[j].name});
    for (const model::Declared& declared : inventory_.roots[i].declared)
      add(components + i, entry, declared.name, declared.range, declared.kind);
  }
  if (!project_locator_.empty() || project_.exists()) return;
  std::vector<std::string_view> ranges;
  for (const std::uint32_t i : component_entries_) {
    const auto& descriptors = lock_.entries[i].descriptors;
    ranges.push_back(descriptors.empty() ? std::string_view() : split_name(descriptors.front()).rest);
  }
  add_inferred_root(inventory_, ranges);
  known_.resize(inventory_.roots.size(), false);
}

void BerryBuilder::add(std::uint32_t from, const BerryEntry* parent, std::string_view name, std::string_view range,
                       EdgeKind kind) {
  const std::uint32_t to = find(parent, name, range);
  if (to == kNone) inventory_.unresolved.push_back({from, std::string(name), std::string(range), kind});
  else inventory_.edges.push_back({from, index_of(to), kind, std::string(range)});
}

std::uint32_t BerryBuilder::find(const BerryEntry* parent, std::string_view name, std::string_view range) const {
  if (const std::uint32_t replaced = find_replaced(parent, name, range); replaced != kNone) return replaced;
  const std::string_view catalog = catalogs_.range_of(name, range);
  if (!catalog.empty()) range = catalog;
  const std::string_view locator = parent == nullptr ? std::string_view(project_locator_) : parent->locator;
  if (const std::uint32_t found = index_.find(locator, name, range); found != kNone) return found;
  if (range.starts_with(kWorkspace)) {
    const auto workspace = workspaces_.find(name);
    if (workspace != workspaces_.end()) return workspace->second;
  }
  const bool may_be_replaced = !project_.exists() || range.starts_with("catalog:");
  return may_be_replaced ? index_.only_named(name) : kNone;
}

// The first resolution that matches, as yarn's core plugin applies them.
std::uint32_t BerryBuilder::find_replaced(const BerryEntry* parent, std::string_view name,
                                          std::string_view range) const {
  if (!rules_) return kNone;
  for (const ResolutionRules::Rule& rule : rules_->for_name(name)) {
    const ResolutionPattern& pattern = rule.pattern;
    if (!pattern.parent.empty() && (parent == nullptr || pattern.parent != parent->name)) continue;
    if (!pattern.parent_range.empty() && without_npm(pattern.parent_range) != without_npm(parent->reference)) continue;
    if (!pattern.range.empty() && without_npm(pattern.range) != without_npm(range)) continue;
    return index_.find(project_locator_, name, rule.replacement);
  }
  return kNone;
}

}  // namespace

Result<model::Inventory> read_yarn_berry(std::string text, const ReadContext& context) {
  const LongKeys long_keys = shorten_long_keys(text);
  const Document document = TRY(yaml::parse(text, context.limits));
  model::Inventory inventory;
  inventory.path = context.display_path;
  inventory.duplicates = document.duplicates();
  UnreadList unread(context.display_path);
  const BerryLock lock = TRY(read_berry_entries(document.root(), long_keys, unread));
  unread.move_to(inventory.unread);
  inventory.format = "yarn berry " + (lock.version.empty() ? "unknown" : lock.version);
  BerryBuilder(lock, context, inventory).build();
  return inventory;
}

}  // namespace cordon::inventory::npm
