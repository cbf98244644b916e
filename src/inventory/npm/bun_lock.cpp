#include "inventory/npm/bun_lock.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "base/json.h"
#include "base/text.h"
#include "inventory/npm/bun_resolution.h"
#include "inventory/npm/bun_tuple.h"
#include "inventory/npm/identify.h"
#include "inventory/npm/location.h"
#include "inventory/scope.h"
#include "inventory/unread_list.h"

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;
using model::Origin;

constexpr std::int64_t kNewestVersion = 3;
constexpr std::size_t kMaxOverrideBytes = 512;  // of a name that is repeated for each of its rules
constexpr std::uint32_t kRootBit = 1u << 31;  // marks a node that is the index of a root until all components are known

// No package has such a key; where a file has one, its id must not be that of a root.
constexpr std::string_view kNoPlace = "packages:";

bool is_id_of_root(std::string_view key) {
  return key.empty() || key.starts_with("workspace:") || key.starts_with(kNoPlace);
}

struct Wanted {
  std::string_view name, range;
  EdgeKind kind = EdgeKind::runtime;
  std::uint32_t line = 0;
};

Origin origin_of_source(BunSource source) {
  switch (source) {
    case BunSource::registry: return Origin::registry;
    case BunSource::git: return Origin::git;
    case BunSource::http: return Origin::http;
    case BunSource::file: return Origin::file;
    case BunSource::link: return Origin::link;
    case BunSource::workspace:
    case BunSource::root: return Origin::workspace;
  }
  return Origin::registry;
}

class BunLockReader {
 public:
  BunLockReader(Value root, const ReadContext& context)
      : root_(root), context_(context), unread_(context.display_path) {}

  model::Inventory read(std::int64_t version) {
    version_ = version;
    out_.path = context_.display_path;
    out_.format = "bun.lock " + std::to_string(version);
    read_workspaces();
    read_packages();
    resolve();
    read_overrides();
    check_sections();
    compute_scopes(out_);
    unread_.move_to(out_.unread);
    return std::move(out_);
  }

 private:
  struct Consumer {
    std::uint32_t node = 0;
    std::string_view scope;
    std::uint32_t first = 0, last = 0;  // of wanted_
  };

  void read_workspaces();
  void add_root(std::string_view path, Value::Member workspace);
  void read_packages();
  void add_package(Value::Member entry);
  void add_component(const BunTuple& tuple, const BunKey& key, Value::Member entry);
  void place_root(const BunTuple& tuple, const BunKey& key, Value::Member entry);
  void collect_declared(Value info, std::uint32_t root, std::string_view scope);
  void collect(Value info, std::uint32_t node, std::string_view scope);
  void collect_list(Value info, const char* list, EdgeKind kind, const std::unordered_set<std::string_view>& optional);
  void read_patches();
  void resolve();
  void read_overrides();
  void check_sections();

  const Value root_;
  const ReadContext& context_;
  UnreadList unread_;
  std::int64_t version_ = 0;
  model::Inventory out_;
  std::unordered_map<std::string_view, std::uint32_t> root_of_path_;
  std::unordered_set<std::string_view> patched_;  // "name@version"
  std::vector<BunPlacement> placements_;
  std::vector<Consumer> consumers_;
  std::vector<Wanted> wanted_;
};

void BunLockReader::read_workspaces() {
  const Value workspaces = root_["workspaces"];
  if (!workspaces.is_object())
    unread_.add(workspaces.line(), workspaces ? ErrorCode::wrong_type : ErrorCode::missing_field,
                "no workspaces: what the project asks for is not known");
  // The project comes first, wherever it stands.
  out_.roots.emplace_back().place = {context_.display_path, 1};
  bool has_project = false;
  for (const Value::Member workspace : workspaces.members()) {
    has_project = has_project || workspace.key.empty();
    add_root(workspace.key, workspace);
  }
  model::Root& project = out_.roots.front();
  project.id = context_.display_path + "#";
  project.kind = model::RootKind::project;
  if (has_project) return;
  if (workspaces.is_object())
    unread_.add(workspaces.line(), ErrorCode::missing_field, "the project itself is not among the workspaces");
}

void BunLockReader::add_root(std::string_view path, Value::Member workspace) {
  if (!workspace.value.is_object()) {
    unread_.add(workspace.line(), ErrorCode::wrong_type, "not an object: workspace " + text::visible(path));
    return;
  }
  const bool is_project = path.empty();
  const std::uint32_t index = is_project ? 0 : static_cast<std::uint32_t>(out_.roots.size());
  model::Root& root = is_project ? out_.roots.front() : out_.roots.emplace_back();
  root_of_path_.emplace(path, index);
  const std::string_view name = workspace.value["name"].string().value_or(std::string_view());
  root.id = context_.display_path + "#workspace:" + std::string(path);
  root.kind = model::RootKind::workspace;
  root.name = name;
  root.version = workspace.value["version"].string().value_or(std::string_view());
  root.place = {context_.display_path, workspace.line()};

  if (std::string folder = normalize_location(path); !folder.empty()) out_.members.push_back(std::move(folder));

  std::string_view scope;  // the project's packages stand at the top level
  if (!is_project) {
    const std::optional<BunKey> key = split_bun_key(name);
    if (key && key->scope.empty()) scope = name;
    else unread_.add(workspace.line(), ErrorCode::invalid_value, "no usable name: workspace " + text::visible(path));
  }
  collect_declared(workspace.value, index, scope);
}

void BunLockReader::collect_declared(Value info, std::uint32_t root, std::string_view scope) {
  const std::size_t first = wanted_.size();
  collect(info, kRootBit | root, scope);
  for (std::size_t i = first; i < wanted_.size(); ++i) {
    const Wanted& wanted = wanted_[i];
    out_.roots[root].declared.push_back(
        {std::string(wanted.name), std::string(wanted.range), wanted.kind, {context_.display_path, wanted.line}});
  }
}

void BunLockReader::read_packages() {
  read_patches();
  const Value packages = root_["packages"];
  if (!packages.is_object()) {
    // bun leaves the section out when nothing is installed.
    if (packages) unread_.add(packages.line(), ErrorCode::wrong_type, "packages that are no object");
    return;
  }
  out_.components.reserve(packages.size());
  placements_.reserve(packages.size());
  for (const Value::Member entry : packages.members()) add_package(entry);
}

void BunLockReader::add_package(Value::Member entry) {
  const Result<BunTuple> tuple = parse_bun_tuple(entry.value);
  if (!tuple) {
    unread_.add(entry.line(), tuple.error().code, text::visible(entry.key) + ": " + tuple.error().message);
    return;
  }
  // A key that is no place still names a package that bun would have to install.
  const std::optional<BunKey> key = split_bun_key(entry.key);
  if (!key) unread_.add(entry.line(), ErrorCode::invalid_value, "no place for a package: " + text::visible(entry.key));
  const bool own = tuple->source == BunSource::workspace || tuple->source == BunSource::root;
  if (!own) add_component(*tuple, key.value_or(BunKey{{}, entry.key}), entry);
  else if (key) place_root(*tuple, *key, entry);
  if (key && !own) placements_.push_back({*key, static_cast<std::uint32_t>(out_.components.size() - 1)});
}

void BunLockReader::add_component(const BunTuple& tuple, const BunKey& key, Value::Member entry) {
  const auto node = static_cast<std::uint32_t>(out_.components.size());
  model::Component& component = out_.components.emplace_back();
  component.id.reserve(context_.display_path.size() + kNoPlace.size() + 1 + entry.key.size());
  component.id.append(context_.display_path).append(1, '#');
  if (is_id_of_root(entry.key)) component.id.append(kNoPlace);
  component.id.append(entry.key);
  component.name = tuple.name;
  if (key.name != tuple.name && !key.name.empty()) component.alias = key.name;
  component.place = {context_.display_path, entry.line()};
  component.install_script = model::InstallScript::unknown;  // bun does not record it
  // What stands at the top, or has an address, is in no archive of another, whatever is said of it.
  component.bundled = tuple.info["bundled"].is_true() && !key.scope.empty() && tuple.address.empty();
  component.origin = origin_of_source(tuple.source);
  if (tuple.source == BunSource::registry) {
    component.version = tuple.resolution;
    if (!tuple.address.empty()) {
      component.resolved = tuple.address;
      component.origin = origin_of_release(tuple.address, tuple.name, context_);
      if (!model::Registries::is_web_address(tuple.address))
        unread_.add(entry.line(), ErrorCode::invalid_value,
                    "a release that lies at no address: " + text::visible(entry.key));
    }
  } else {
    component.resolved = tuple.resolution;
  }
  if (!tuple.integrity.empty()) component.integrity.emplace_back(tuple.integrity);
  if (!patched_.empty() && component.origin == Origin::registry &&
      patched_.contains(std::string(tuple.name) + "@" + component.version))
    component.origin = Origin::patch;
  identify(component, context_);
  if (!tuple.info) {
    unread_.add(entry.line(), ErrorCode::missing_field, "what it depends on is missing: " + text::visible(entry.key));
    return;
  }
  collect(tuple.info, node, split_bun_key(entry.key) ? entry.key : std::string_view());
}

// A workspace package, or the project itself: no component of its own, a place that leads to the root.
void BunLockReader::place_root(const BunTuple& tuple, const BunKey& key, Value::Member entry) {
  std::string_view path;
  if (tuple.source == BunSource::workspace) path = tuple.resolution.substr(std::string_view("workspace:").size());
  const auto root = tuple.source == BunSource::root ? root_of_path_.end() : root_of_path_.find(path);
  if (tuple.source == BunSource::workspace && root == root_of_path_.end()) {
    unread_.add(entry.line(), ErrorCode::not_found, "a workspace that is not listed: " + text::visible(path));
    return;
  }
  const std::uint32_t index = tuple.source == BunSource::root ? 0 : root->second;
  placements_.push_back({key, kRootBit | index});
  // Version 0 repeats what the workspace package asks for here; only what the list above does not have counts.
  if (version_ == 0 && tuple.info && out_.roots[index].declared.empty()) collect_declared(tuple.info, index, entry.key);
}

void BunLockReader::collect(Value info, std::uint32_t node, std::string_view scope) {
  const auto first = static_cast<std::uint32_t>(wanted_.size());
  std::unordered_set<std::string_view> optional;
  for (const Value name : info["optionalPeers"].elements())
    if (name.is_string()) optional.insert(name.text());
  collect_list(info, "dependencies", EdgeKind::runtime, optional);
  collect_list(info, "devDependencies", EdgeKind::development, optional);
  collect_list(info, "optionalDependencies", EdgeKind::optional, optional);
  collect_list(info, "peerDependencies", EdgeKind::peer, optional);
  const auto last = static_cast<std::uint32_t>(wanted_.size());
  if (last > first) consumers_.push_back({node, scope, first, last});
}

void BunLockReader::collect_list(Value info, const char* list, EdgeKind kind,
                                 const std::unordered_set<std::string_view>& optional) {
  const Value dependencies = info[list];
  if (!dependencies.is_object()) {
    if (dependencies)
      unread_.add(dependencies.line(), ErrorCode::wrong_type, std::string(list) + " that are no object");
    return;
  }
  for (const Value::Member dependency : dependencies.members()) {
    if (!dependency.value.is_string()) {
      unread_.add(dependency.line(), ErrorCode::wrong_type,
                  std::string("not a text: ") + list + " " + text::visible(dependency.key));
      continue;
    }
    const bool optional_peer = kind == EdgeKind::peer && optional.contains(dependency.key);
    wanted_.push_back(
        {dependency.key, dependency.value.text(), optional_peer ? EdgeKind::peer_optional : kind, dependency.line()});
  }
}

void BunLockReader::read_patches() {
  const Value patches = root_["patchedDependencies"];
  if (patches && !patches.is_object())
    unread_.add(patches.line(), ErrorCode::wrong_type, "patchedDependencies that are no object");
  for (const Value::Member patch : patches.members()) patched_.insert(patch.key);
}

void BunLockReader::resolve() {
  // Components in their order, then roots: the order of edges.
  std::sort(consumers_.begin(), consumers_.end(),
            [](const Consumer& a, const Consumer& b) { return std::tie(a.node, a.first) < std::tie(b.node, b.first); });
  std::vector<BunConsumer> asking;
  asking.reserve(consumers_.size());
  for (const Consumer& consumer : consumers_) asking.push_back({consumer.scope, consumer.first, consumer.last});
  std::vector<BunRequest> requests;
  requests.reserve(wanted_.size());
  for (const Wanted& wanted : wanted_) requests.push_back({wanted.name, BunRequest::kUnresolved});
  resolve_bun_requests(placements_, asking, requests);

  const auto components = static_cast<std::uint32_t>(out_.components.size());
  const auto index = [&](std::uint32_t node) {
    return (node & kRootBit) != 0 ? components + (node & ~kRootBit) : node;
  };
  out_.edges.reserve(wanted_.size());
  for (const Consumer& consumer : consumers_) {
    for (std::uint32_t i = consumer.first; i < consumer.last; ++i) {
      const Wanted& wanted = wanted_[i];
      if (requests[i].node != BunRequest::kUnresolved)
        out_.edges.push_back({index(consumer.node), index(requests[i].node), wanted.kind, std::string(wanted.range)});
      else
        out_.unresolved.push_back(
            {index(consumer.node), std::string(wanted.name), std::string(wanted.range), wanted.kind});
    }
  }
}

// Names to versions; since version 3 also names to such rules that hold below that name only, where "." is the name.
void BunLockReader::read_overrides() {
  const Value overrides = root_["overrides"];
  if (overrides && !overrides.is_object())
    unread_.add(overrides.line(), ErrorCode::wrong_type, "overrides that are no object");
  const auto add = [&](std::string pattern, Value::Member rule) {
    if (rule.value.is_string())
      out_.overrides.push_back(
          {std::move(pattern), std::string(rule.value.text()), {context_.display_path, rule.line()}});
    else unread_.add(rule.line(), ErrorCode::wrong_type, "an override that is no text: " + text::visible(pattern));
  };
  for (const Value::Member rule : overrides.members()) {
    if (!rule.value.is_object()) {
      add(std::string(rule.key), rule);
      continue;
    }
    if (rule.key.size() > kMaxOverrideBytes) {
      unread_.add(rule.line(), ErrorCode::too_large, "an override of a name longer than any package has");
      continue;
    }
    for (const Value::Member inner : rule.value.members()) {
      std::string pattern(rule.key);
      if (inner.key != ".") pattern.append(" > ").append(inner.key);
      add(std::move(pattern), inner);
    }
  }
}

// Sections that a newer bun may add and that could change what is installed.
void BunLockReader::check_sections() {
  static constexpr std::array<std::string_view, 9> kKnown = {
      "lockfileVersion",     "configVersion",       "workspaces", "packages", "overrides",
      "trustedDependencies", "patchedDependencies", "catalog",    "catalogs"};
  for (const Value::Member section : root_.members()) {
    if (std::find(kKnown.begin(), kKnown.end(), section.key) == kKnown.end())
      unread_.add(section.line(), ErrorCode::unknown_key, "not known: section " + text::visible(section.key), false);
  }
}

}  // namespace

Result<model::Inventory> read_bun_lock(std::string text, const ReadContext& context) {
  const Document document = TRY(json::parse(std::move(text), {.comments = true, .limits = context.limits}));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "a bun.lock is an object", root.line());
  const Value written = root["lockfileVersion"];
  if (!written) return fail(ErrorCode::missing_field, "no lockfileVersion", root.line());
  const std::optional<std::int64_t> version = written.integer();
  if (!version || *version < 0) return fail(ErrorCode::wrong_type, "lockfileVersion is a whole number", written.line());
  if (*version > kNewestVersion) {
    return fail(ErrorCode::unsupported_version,
                "version " + std::to_string(*version) + " of bun.lock is newer than this program", written.line());
  }
  model::Inventory inventory = BunLockReader(root, context).read(*version);
  inventory.duplicates = document.duplicates();
  return inventory;
}

}  // namespace cordon::inventory::npm
