#include "inventory/npm/pnpm_lock.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <unordered_set>

#include "base/text.h"
#include "base/yaml.h"
#include "inventory/npm/pnpm_parts.h"
#include "inventory/npm/pnpm_workspace.h"
#include "inventory/scope.h"

namespace cordon::inventory::npm {
namespace {

// Every top-level key that some version of the format has.
constexpr std::string_view kKnownKeys[] = {"lockfileVersion",
                                           "settings",
                                           "catalogs",
                                           "overrides",
                                           "packageExtensionsChecksum",
                                           "pnpmfileChecksum",
                                           "patchedDependencies",
                                           "importers",
                                           "packages",
                                           "snapshots",
                                           "time",
                                           "ignoredOptionalDependencies",
                                           "onlyBuiltDependencies",
                                           "onlyBuiltDependenciesFile",
                                           "ignoredBuiltDependencies",
                                           "neverBuiltDependencies",
                                           "specifiers",
                                           "dependencies",
                                           "devDependencies",
                                           "optionalDependencies",
                                           "dependenciesMeta",
                                           "publishDirectory",
                                           "configDependencies",
                                           "packageManagerDependencies"};

struct Version {
  std::string text;
  int major = 0;
};

// "9.0", 5.4 or, from an experiment of pnpm 7, "5.4-inlineSpecifiers". As pnpm does, minor versions are taken to be
// compatible.
Result<Version> version_of(const Value& document) {
  const Value value = document["lockfileVersion"];
  if (!value.exists()) return fail(ErrorCode::missing_field, "no lockfileVersion", document.line());
  if (!value.is_string() && !value.is_number())
    return fail(ErrorCode::wrong_type, "lockfileVersion is no number or text", value.line());
  Version version{std::string(value.text()), 0};
  const char* const end = version.text.data() + version.text.size();
  const auto parsed = std::from_chars(version.text.data(), end, version.major);
  const std::string_view rest(parsed.ptr, static_cast<std::size_t>(end - parsed.ptr));
  static constexpr int kMajors[] = {5, 6, 7, 9};
  const bool known = std::find(std::begin(kMajors), std::end(kMajors), version.major) != std::end(kMajors);
  if (parsed.ec != std::errc() || !known || (!rest.empty() && rest.front() != '.'))
    return fail(ErrorCode::unsupported_version, "lockfileVersion " + text::visible(version.text, 100) + " is not known",
                value.line());
  return version;
}

bool is_environment(const Value& document) {
  for (const Value::Member importer : document["importers"].members())
    if (importer.value["configDependencies"].exists() || importer.value["packageManagerDependencies"].exists())
      return true;
  return false;
}

Result<PnpmPart> open_part(const Value& document, std::size_t index, std::size_t count) {
  if (!document.is_object()) return fail(ErrorCode::wrong_type, "the document is no mapping", document.line());
  const Version version = TRY(version_of(document));
  PnpmPart part;
  part.root = document;
  part.version = version.text;
  part.major = version.major;
  part.style = part.major == 5 ? PnpmKeyStyle::slash : part.major < 9 ? PnpmKeyStyle::at : PnpmKeyStyle::plain;
  part.split = part.major >= 7 || document["snapshots"].exists();
  if (index + 1 < count) {
    if (index == 0 && is_environment(document)) part.prefix = "env/";
    else part.prefix = "document" + std::to_string(index + 1) + "/";
  }
  return part;
}

// The key "<<" of any mapping, which js-yaml merges; absent when there is none. Depth is bounded by the YAML reader.
Value find_merge_key(const Value& value) {
  for (const Value::Member member : value.members()) {
    if (member.key == "<<") return member.name;
    if (const Value found = find_merge_key(member.value)) return found;
  }
  for (const Value element : value.elements())
    if (const Value found = find_merge_key(element)) return found;
  return {};
}

void read_root_keys(const PnpmPart& part, PnpmDraft& draft) {
  for (const Value::Member member : part.root.members()) {
    if (std::find(std::begin(kKnownKeys), std::end(kKnownKeys), member.key) == std::end(kKnownKeys))
      draft.unread(member.name, "unknown_key",
                   "a key that no known version of the format has: " + text::visible(member.key, 100), false);
  }
  std::vector<model::Override> rules =
      read_override_map(part.root["overrides"], draft.context.display_path, draft.inventory.unread);
  std::move(rules.begin(), rules.end(), std::back_inserter(draft.inventory.overrides));
}

// The project's roots first, its own folder before its workspace packages. Gives the new index of every root.
std::vector<std::uint32_t> order_roots(const std::vector<PnpmPart>& parts, model::Inventory& inventory) {
  std::vector<int> rank(inventory.roots.size(), 0);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool project = i + 1 == parts.size();
    for (const PnpmImporter& importer : parts[i].importers)
      rank[importer.root] = project ? (importer.path == "." ? 0 : 1) : 2 + static_cast<int>(i);
  }
  std::vector<std::uint32_t> order(inventory.roots.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return std::pair(rank[a], a) < std::pair(rank[b], b); });
  std::vector<std::uint32_t> place(order.size());
  std::vector<model::Root> roots;
  roots.reserve(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    roots.push_back(std::move(inventory.roots[order[i]]));
  }
  inventory.roots = std::move(roots);
  return place;
}

// Puts edges or unresolved dependencies in the order of the nodes they come from; equals keep their order. O(n).
template <class Item>
void order_by_from(std::vector<Item>& items, std::uint32_t nodes) {
  const auto by_from = [](const Item& a, const Item& b) { return a.from < b.from; };
  if (std::is_sorted(items.begin(), items.end(), by_from)) return;
  std::vector<std::uint32_t> next(nodes + 1, 0);
  for (const Item& item : items) ++next[item.from + 1];
  for (std::uint32_t i = 0; i < nodes; ++i) next[i + 1] += next[i];
  std::vector<Item> ordered(items.size());
  for (Item& item : items) ordered[next[item.from]++] = std::move(item);
  items = std::move(ordered);
}

// Turns provisional indices into those of Inventory, and puts edges in the order of their dependents.
void settle_nodes(const std::vector<PnpmPart>& parts, PnpmDraft& draft) {
  model::Inventory& inventory = draft.inventory;
  const std::vector<std::uint32_t> place = order_roots(parts, inventory);
  const auto components = static_cast<std::uint32_t>(inventory.components.size());
  const auto settle = [&](std::uint32_t& node) {
    if ((node & kPnpmRoot) != 0) node = components + place[node - kPnpmRoot];
  };
  for (model::Edge& edge : inventory.edges) {
    settle(edge.from);
    settle(edge.to);
  }
  for (model::Unresolved& missing : inventory.unresolved) settle(missing.from);
}

void settle_scopes(const std::vector<PnpmPart>& parts, PnpmDraft& draft) {
  model::Inventory& inventory = draft.inventory;
  std::vector<std::pair<std::uint32_t, model::Scope>> stated;
  for (const PnpmPart& part : parts)
    for (const PnpmInstance& instance : part.instances)
      if (part.major < 7 && part.packages[instance.package].states_scope)
        stated.emplace_back(instance.component, inventory.components[instance.component].scope);
  compute_scopes(inventory);
  for (const auto& [component, scope] : stated) inventory.components[component].scope = scope;
  for (const std::uint32_t edge : draft.optional_peers) inventory.edges[edge].kind = model::EdgeKind::peer_optional;
}

// Keys are unique in a document, but a key can be written to look like the id of something else, such as
// "importers/.". Ids must stay unique, so the later one gets a number.
void separate_ids(model::Inventory& inventory) {
  std::unordered_set<std::string_view> taken;
  taken.reserve(inventory.node_count());
  for (const model::Root& root : inventory.roots) taken.insert(root.id);
  for (model::Component& component : inventory.components) {
    if (taken.insert(component.id).second) continue;
    const std::string id = component.id + "~";
    std::uint32_t number = 2;
    do component.id = id + std::to_string(number++);
    while (!taken.insert(component.id).second);
  }
}

void finish(const std::vector<PnpmPart>& parts, PnpmDraft& draft) {
  model::Inventory& inventory = draft.inventory;
  for (std::size_t i = 0; i < draft.installed.size(); ++i)
    if (!draft.installed[i].by_own_name && !draft.installed[i].alias.empty())
      inventory.components[i].alias = std::move(draft.installed[i].alias);
  settle_nodes(parts, draft);
  separate_ids(inventory);
  settle_scopes(parts, draft);
  order_by_from(inventory.edges, inventory.node_count());
  order_by_from(inventory.unresolved, inventory.node_count());
}

// What pnpm-workspace.yaml beside the lockfile declares: aliases of registries, and overrides. Those that the lockfile
// does not have are newer than it, and hold from the next install on. One that cannot be read becomes unread.
void read_workspace_settings(PnpmDraft& draft) {
  const ReadContext& context = draft.context;
  if (context.tree == nullptr) return;
  constexpr std::string_view kName = "pnpm-workspace.yaml";
  const std::string path = context.directory + (context.directory.empty() ? "" : "/") + std::string(kName);
  auto text = context.tree->read(path, context.limits.bytes);
  if (!text && text.error().code == ErrorCode::not_found) return;
  const std::string display = context.display_path.substr(0, context.display_path.rfind('/') + 1) + std::string(kName);
  auto workspace = text ? read_pnpm_workspace(std::move(*text), display, context.limits)
                        : Result<PnpmWorkspace>(std::unexpected(text.error()));
  if (workspace) {
    draft.named_registries = std::move(workspace->named_registries);
    std::ranges::move(workspace->unread, std::back_inserter(draft.inventory.unread));
    std::vector<model::Override>& known = draft.inventory.overrides;
    std::set<std::pair<std::string, std::string>> locked;
    for (const model::Override& rule : known) locked.emplace(rule.pattern, rule.replacement);
    for (model::Override& rule : workspace->overrides)
      if (!locked.contains({rule.pattern, rule.replacement})) known.push_back(std::move(rule));
    return;
  }
  const Error& error = workspace.error();
  draft.inventory.unread.push_back({display, error.line, std::string(to_string(error.code)), error.message, true});
}

}  // namespace

Result<model::Inventory> read_pnpm_lock(std::string text, const ReadContext& context) {
  const std::vector<Document> documents = TRY(yaml::parse_all(text, context.limits));
  model::Inventory inventory;
  inventory.path = context.display_path;
  PnpmDraft draft{context, inventory, ProjectFiles(context, false), {}, {}, {}, 0};
  std::vector<PnpmPart> parts;
  std::optional<Error> error;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const Value root = documents[i].root();
    if (!root.exists() || root.is_null()) continue;  // an empty project behind the environment's document
    Result<PnpmPart> part = open_part(root, i, documents.size());
    if (part) {
      parts.push_back(std::move(*part));
    } else {
      inventory.unread.push_back({context.display_path, part.error().line, std::string(to_string(part.error().code)),
                                  part.error().message, true});
      if (!error) error = std::move(part.error());
    }
    for (const Duplicate& duplicate : documents[i].duplicates()) inventory.duplicates.push_back(duplicate);
  }
  if (parts.empty()) {
    if (error) return std::unexpected(std::move(*error));
    return fail(ErrorCode::truncated, "the file is empty");
  }
  inventory.format = "pnpm-lock " + parts.back().version;
  const bool merges = text.find("<<") != std::string::npos;
  for (PnpmPart& part : parts) {
    if (merges)
      if (const Value at = find_merge_key(part.root))
        draft.unread(at, "merge_key", "YAML merge keys are not followed", true);
    read_root_keys(part, draft);
    read_pnpm_importers(part, draft);
  }
  read_workspace_settings(draft);
  for (PnpmPart& part : parts) TRY(read_pnpm_packages(part, draft));
  for (PnpmPart& part : parts) TRY(read_pnpm_edges(part, draft));
  finish(parts, draft);
  return inventory;
}

}  // namespace cordon::inventory::npm
