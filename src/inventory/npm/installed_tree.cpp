#include "inventory/npm/installed_tree.h"

#include <algorithm>
#include <unordered_map>

#include "inventory/npm/identify.h"
#include "inventory/npm/location.h"
#include "inventory/npm/specifier.h"
#include "inventory/scope.h"

namespace cordon::inventory::npm {
namespace {

using model::Component;
using model::Origin;

constexpr std::uint32_t kNone = 0xFFFFFFFF;

std::string_view parent(std::string_view directory) {
  const std::size_t slash = directory.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : directory.substr(0, slash);
}

// The name under which Node finds a folder: its own, with the scope before it; in a store of yarn it has none.
std::string_view name_in_modules(std::string_view directory) {
  return is_installed_location(directory) ? folder_name(directory) : std::string_view();
}

// Where pnpm's folder of a package says that it does not come from a registry: "file+...", "<host>+user+repo@<commit>".
Origin origin_by_folder(std::string_view location) {
  const std::size_t store = location.find(".pnpm/");
  if (store == std::string_view::npos) return Origin::registry;
  std::string_view key = location.substr(store + 6);
  key = key.substr(0, key.find('/'));
  if (key.starts_with("file+") || key.find("@file+") != std::string_view::npos) return Origin::file;
  const std::string_view reference = key.starts_with('@') ? split_name(key).rest : key;
  const std::size_t host_end = reference.find('+');
  const std::size_t at = reference.find('@');
  if (reference.starts_with("git+") || key.find("@git+") != std::string_view::npos) return Origin::git;
  const bool host_first = host_end != std::string_view::npos && host_end < at &&
                          reference.substr(0, host_end).find('.') != std::string_view::npos;
  return host_first || key.find("@https+") != std::string_view::npos ? Origin::git : Origin::registry;
}

class Builder {
 public:
  Builder(InstalledFolders folders, std::string_view project, const ReadContext& context)
      : folders_(std::move(folders)), project_(project), context_(context) {}

  InstalledTree build();

 private:
  void add_components();
  void add_folder(std::uint32_t folder);
  void add_link(const InstalledLink& link);
  Component component(std::string_view directory, const InstalledManifest* manifest, bool native_build);
  void mark_bundled();
  void index_names();
  void add_roots();
  void add_root(std::uint32_t folder, model::RootKind kind);
  void add_edges();
  void connect_members(std::uint32_t project);
  void connect(std::uint32_t from, std::string_view directory, const InstalledManifest& manifest);
  void infer_root();
  std::uint32_t resolve(std::string_view from, std::string_view name) const;
  std::string display(std::string_view directory) const;

  const InstalledFolder* folder_at(std::string_view directory) const {
    const auto found = folder_at_.find(directory);
    return found == folder_at_.end() ? nullptr : &folders_.folders[found->second];
  }

  InstalledFolders folders_;
  const std::string_view project_;
  const ReadContext& context_;
  InstalledTree out_;
  std::unordered_map<std::string_view, std::uint32_t> folder_at_;     // by path in the tree
  std::unordered_map<std::string_view, std::uint32_t> component_at_;  // of a package's folder, or of a link
  std::unordered_map<std::string_view, std::uint32_t> found_at_;      // "<node_modules>/<name>": what Node finds there
  std::vector<std::uint32_t> root_folders_;
};

InstalledTree Builder::build() {
  for (std::uint32_t i = 0; i < folders_.folders.size(); ++i) folder_at_.emplace(folders_.folders[i].directory, i);
  out_.inventory.path = context_.display_path;
  out_.inventory.format = "node_modules" + (folders_.client.empty() ? "" : " (" + folders_.client + ")");
  add_components();
  mark_bundled();
  index_names();
  add_roots();
  add_edges();
  if (out_.inventory.roots.empty()) infer_root();
  compute_scopes(out_.inventory);
  out_.inventory.unread = std::move(folders_.unread);
  out_.modules = std::move(folders_.modules);
  out_.hidden_lockfile = std::move(folders_.hidden_lockfile);
  out_.client = std::move(folders_.client);
  out_.state = std::move(folders_.state);
  return std::move(out_);
}

// Packages and links in order of their paths.
void Builder::add_components() {
  std::vector<std::pair<std::string_view, std::uint32_t>> order;  // path; folders first, then links
  const auto count = static_cast<std::uint32_t>(folders_.folders.size());
  for (std::uint32_t i = 0; i < count; ++i)
    if (folders_.folders[i].role == FolderRole::installed) order.emplace_back(folders_.folders[i].directory, i);
  for (std::uint32_t i = 0; i < folders_.links.size(); ++i) order.emplace_back(folders_.links[i].directory, count + i);
  std::ranges::sort(order);
  out_.inventory.components.reserve(order.size());
  out_.directories.reserve(order.size());
  out_.details.reserve(order.size());
  for (const auto& [path, index] : order) {
    if (index < count) add_folder(index);
    else add_link(folders_.links[index - count]);
  }
}

void Builder::add_folder(std::uint32_t index) {
  const InstalledFolder& folder = folders_.folders[index];
  if (!folder.manifest) {
    if (folder.shipped) return;
    out_.without_manifest.push_back(location_from(project_, folder.directory));
    return;
  }
  component_at_.emplace(folder.directory, static_cast<std::uint32_t>(out_.inventory.components.size()));
  Component made = component(folder.directory, &*folder.manifest, folder.native_build);
  made.bundled |= folder.shipped;
  out_.inventory.components.push_back(std::move(made));
  out_.directories.push_back(folder.directory);
  out_.details.push_back({folder.manifest->requested, folder.native_build});
}

// Only links that leave node_modules are components; others are found as what they lead to.
void Builder::add_link(const InstalledLink& link) {
  const InstalledFolder* target = link.leads_to.empty() ? nullptr : folder_at(link.leads_to);
  if (target != nullptr && target->role == FolderRole::installed) return;
  if (target == nullptr && !link.leads_to.empty()) return;  // beyond a limit, which is unread
  const InstalledManifest* manifest = target != nullptr && target->manifest ? &*target->manifest : nullptr;
  const bool native_build = target != nullptr && target->native_build;
  Component made = component(link.directory, manifest, native_build);
  made.origin = Origin::link;
  made.resolved = link.target;
  made.integrity.clear();
  identify(made, context_);
  component_at_.emplace(link.directory, static_cast<std::uint32_t>(out_.inventory.components.size()));
  out_.inventory.components.push_back(std::move(made));
  out_.directories.push_back(link.leads_to);
  out_.details.push_back({{}, native_build});
}

Component Builder::component(std::string_view directory, const InstalledManifest* manifest, bool native_build) {
  Component out;
  const std::string location = location_from(project_, directory);
  out.id = context_.display_path + "#" + location;
  const std::string_view folder = name_in_modules(directory);
  out.place = {display(directory) + "/package.json", manifest != nullptr ? manifest->version_line : 0};
  out.install_script = model::InstallScript::unknown;
  if (manifest != nullptr) {
    out.name = manifest->name;
    out.version = manifest->version;
    out.licences = manifest->licences;
    if (!manifest->integrity.empty()) out.integrity.push_back(manifest->integrity);
    if (!manifest->resolved.empty()) out.resolved = manifest->resolved;
    out.bundled = manifest->in_bundle;
    out.install_script =
        manifest->install_script || native_build ? model::InstallScript::yes : model::InstallScript::no;
  }
  if (out.name.empty()) out.name = folder.empty() ? folder_name(directory) : folder;
  if (!folder.empty() && folder != out.name) out.alias = folder;
  out.origin = out.resolved ? origin_of(*out.resolved, out.name, context_) : origin_by_folder(location);
  identify(out, context_);
  return out;
}

// A package in the node_modules of one that bundles it came in that one's archive, and so did all inside it.
// Components stand in order of their paths, so the outer package comes first.
void Builder::mark_bundled() {
  for (Component& inner : out_.inventory.components) {
    const auto index = static_cast<std::size_t>(&inner - out_.inventory.components.data());
    const std::string_view directory = out_.directories[index];
    const std::string_view name = name_in_modules(directory);
    if (name.empty() || directory.size() < name.size() + kModulesPrefix.size() + 1) continue;
    const std::string_view outer = directory.substr(0, directory.size() - name.size() - kModulesPrefix.size() - 1);
    const InstalledFolder* owner = folder_at(outer);
    const auto component = component_at_.find(outer);
    if (owner == nullptr || !owner->manifest || component == component_at_.end()) continue;
    const InstalledManifest& manifest = *owner->manifest;
    inner.bundled |= out_.inventory.components[component->second].bundled || manifest.bundles_all ||
                     std::find(manifest.bundled.begin(), manifest.bundled.end(), name) != manifest.bundled.end();
  }
}

void Builder::index_names() {
  for (const auto& [directory, index] : component_at_) found_at_.emplace(directory, index);
  for (const InstalledLink& link : folders_.links) {
    const auto target = component_at_.find(link.leads_to);
    if (!link.leads_to.empty() && target != component_at_.end()) found_at_.emplace(link.directory, target->second);
  }
}

// Node's lookup: the node_modules of the folder itself and of each folder above it that is not itself one.
std::uint32_t Builder::resolve(std::string_view from, std::string_view name) const {
  if (name.empty()) return kNone;
  std::string path;
  for (std::string_view above = from;; above = parent(above)) {
    const bool modules = above == "node_modules" || above.ends_with("/node_modules");
    if (!modules) {
      path.assign(above);
      if (!path.empty()) path += '/';
      path.append("node_modules");
      if (above == project_) path = folders_.project_modules;
      path.append("/").append(name);
      if (const auto found = found_at_.find(path); found != found_at_.end()) return found->second;
    }
    if (above.empty()) return kNone;
  }
}

void Builder::add_roots() {
  for (const auto role : {FolderRole::project, FolderRole::member}) {
    for (std::uint32_t i = 0; i < folders_.folders.size(); ++i) {
      if (folders_.folders[i].role != role || !folders_.folders[i].manifest) continue;
      add_root(i, role == FolderRole::project ? model::RootKind::project : model::RootKind::workspace);
    }
  }
}

void Builder::add_root(std::uint32_t index, model::RootKind kind) {
  const InstalledFolder& folder = folders_.folders[index];
  const InstalledManifest& manifest = *folder.manifest;
  const std::string path = display(folder.directory) + (folder.directory == project_ ? "" : "/") + "package.json";
  model::Root root;
  root.id = context_.display_path + "#" + location_from(project_, folder.directory);
  root.name = manifest.name;
  root.version = manifest.version;
  root.kind = kind;
  root.place = {path, 1};
  for (const InstalledDependency& dependency : manifest.dependencies)
    root.declared.push_back({dependency.name, dependency.range, dependency.kind, {path, dependency.line}});
  out_.inventory.roots.push_back(std::move(root));
  root_folders_.push_back(index);
}

void Builder::add_edges() {
  const auto count = static_cast<std::uint32_t>(out_.inventory.components.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const InstalledFolder* folder = folder_at(out_.directories[i]);
    if (folder != nullptr && folder->manifest) connect(i, folder->directory, *folder->manifest);
  }
  for (std::uint32_t i = 0; i < root_folders_.size(); ++i) {
    const InstalledFolder& folder = folders_.folders[root_folders_[i]];
    if (folder.role == FolderRole::project) connect_members(count + i);
    connect(count + i, folder.directory, *folder.manifest);
  }
}

// The project asks for its workspace packages: for the link where the client made one, else for the package itself.
void Builder::connect_members(std::uint32_t project) {
  const auto count = static_cast<std::uint32_t>(out_.inventory.components.size());
  for (std::uint32_t i = 0; i < root_folders_.size(); ++i) {
    const InstalledFolder& member = folders_.folders[root_folders_[i]];
    if (member.role != FolderRole::member) continue;
    const std::uint32_t link = resolve(project_, member.manifest->name);
    const bool linked = link != kNone && out_.directories[link] == member.directory;
    out_.inventory.edges.push_back({project, linked ? link : count + i, model::EdgeKind::workspace,
                                    "file:" + location_from(project_, member.directory)});
  }
}

void Builder::connect(std::uint32_t from, std::string_view directory, const InstalledManifest& manifest) {
  for (const InstalledDependency& dependency : manifest.dependencies) {
    const std::uint32_t to = resolve(directory, dependency.name);
    if (to != kNone) out_.inventory.edges.push_back({from, to, dependency.kind, dependency.range});
    else out_.inventory.unresolved.push_back({from, dependency.name, dependency.range, dependency.kind});
  }
}

// Without a package.json nobody says what the project asks for: what nothing requires is taken for it.
void Builder::infer_root() {
  const auto count = static_cast<std::uint32_t>(out_.inventory.components.size());
  std::vector<bool> required(count, false);
  for (const model::Edge& edge : out_.inventory.edges)
    if (edge.from != edge.to) required[edge.to] = true;
  model::Root root;
  root.id = context_.display_path + "#";
  root.kind = model::RootKind::inferred;
  root.place = {context_.display_path, 0};
  out_.inventory.roots.push_back(std::move(root));
  for (std::uint32_t i = 0; i < count; ++i)
    if (!required[i]) out_.inventory.edges.push_back({count, i, model::EdgeKind::runtime, {}});
}

std::string Builder::display(std::string_view directory) const {
  return display_from(context_.display_path, project_, directory);
}

}  // namespace

Result<InstalledTree> read_installed_tree(const FileTree& tree, std::string_view directory, const ReadContext& context,
                                          const InstalledLimits& limits) {
  InstalledFolders folders = TRY(find_installed_folders(tree, directory, context, limits));
  return Builder(std::move(folders), directory, context).build();
}

}  // namespace cordon::inventory::npm
