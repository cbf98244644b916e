#include "inventory/npm/installed_folders.h"

#include <algorithm>
#include <chrono>
#include <unordered_map>
#include <unordered_set>

#include "inventory/npm/installed_members.h"
#include "inventory/npm/location.h"
#include "inventory/npm/real_paths.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::uint32_t kStoreDepth = 6;  // folders between a store and a package: "<host>/@scope/name/1.0.0" of old

std::string child(std::string_view directory, std::string_view name) {
  std::string out(directory);
  if (!out.empty()) out += '/';
  return out += name;
}

std::string_view parent(std::string_view directory) {
  const std::size_t slash = directory.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : directory.substr(0, slash);
}

std::string_view last(std::string_view directory) { return directory.substr(directory.rfind('/') + 1); }

bool is_store(std::string_view name) { return name == ".pnpm" || name == ".bun" || name == ".store"; }

class Walk {
 public:
  Walk(const FileTree& tree, std::string_view project, const ReadContext& context, const InstalledLimits& limits)
      : tree_(tree), project_(project), context_(context), limits_(limits), paths_(tree),
        deadline_(std::chrono::steady_clock::now() + std::chrono::milliseconds(limits.time_ms)) {}

  Result<InstalledFolders> run();

 private:
  enum class Kind : std::uint8_t { package, modules, store, store_entry, inside };
  struct Task {
    Kind kind;
    std::string directory;
    std::uint32_t nesting = 0;                // of node_modules; of store entries: levels below the store
    FolderRole role = FolderRole::installed;  // of packages
    bool shipped = false;                     // as in InstalledFolder
  };

  void push(Kind kind, std::string directory, std::uint32_t nesting, FolderRole role = FolderRole::installed,
            bool shipped = false);
  void work();
  bool within_limits(const Task& task);
  void walk_modules(const Task& task);
  void walk_scope(const std::string& directory, const Task& task);
  void candidate(std::string directory, EntryKind kind, const Task& task);
  void dot_entry(const std::string& directory, const DirectoryEntry& entry, const Task& task);
  void walk_store(const Task& task);
  void walk_store_entry(const Task& task);
  void walk_inside(const Task& task);
  void read_package(const Task& task);
  void find_inside(const Task& task);
  void read_manifest(InstalledFolder& folder);
  void explain_missing_manifest(const std::string& directory);
  void add_members();
  void follow_links();
  void follow(InstalledLink& link);
  void enter_store_of(std::string_view directory);
  void read_state(const std::string& modules);
  std::optional<std::vector<DirectoryEntry>> list(const std::string& directory);
  void unread(std::string_view directory, ErrorCode code, std::string reason, bool incomplete = true);

  const FileTree& tree_;
  const std::string project_;
  const ReadContext& context_;
  const InstalledLimits& limits_;
  RealPaths paths_;
  const std::chrono::steady_clock::time_point deadline_;
  std::vector<Task> tasks_;               // a stack
  std::unordered_set<std::string> seen_;  // directories of tasks, so that none is done twice
  std::size_t next_link_ = 0;
  std::uint64_t entries_ = 0;
  bool stopped_ = false;
  InstalledFolders out_;
};

Result<InstalledFolders> Walk::run() {
  std::string modules = child(project_, "node_modules");
  const FileInfo info = TRY(tree_.info(modules));
  if (info.kind == EntryKind::symlink) {
    const std::string target = TRY(tree_.read_link(modules));
    modules = TRY(paths_.follow(project_, target));
  } else if (info.kind != EntryKind::directory) {
    return fail(ErrorCode::wrong_type, "node_modules is no folder");
  }
  out_.project_modules = modules;
  TRY(tree_.list(modules));  // the one folder without which there is nothing to say
  const Result<FileInfo> manifest = tree_.info(child(project_, "package.json"));
  if (manifest) push(Kind::package, project_, 0, FolderRole::project);
  push(Kind::modules, modules, 0);
  work();
  read_state(modules);
  add_members();
  follow_links();
  std::sort(out_.folders.begin(), out_.folders.end(), [](const InstalledFolder& a, const InstalledFolder& b) {
    return std::pair(a.role != FolderRole::project, std::string_view(a.directory)) <
           std::pair(b.role != FolderRole::project, std::string_view(b.directory));
  });
  std::ranges::sort(out_.links, {}, &InstalledLink::directory);
  std::ranges::sort(out_.modules);
  std::ranges::sort(out_.unread, {}, &model::FileUnread::path);
  return std::move(out_);
}

void Walk::push(Kind kind, std::string directory, std::uint32_t nesting, FolderRole role, bool shipped) {
  if (seen_.insert(directory).second) tasks_.push_back({kind, std::move(directory), nesting, role, shipped});
}

void Walk::work() {
  while (!tasks_.empty()) {
    const Task task = std::move(tasks_.back());
    tasks_.pop_back();
    if (!within_limits(task)) continue;
    switch (task.kind) {
      case Kind::package: read_package(task); break;
      case Kind::modules: walk_modules(task); break;
      case Kind::store: walk_store(task); break;
      case Kind::store_entry: walk_store_entry(task); break;
      case Kind::inside: walk_inside(task); break;
    }
  }
}

// Says once what stopped the walk.
bool Walk::within_limits(const Task& task) {
  if (stopped_) return false;
  if (task.nesting > limits_.nesting) {
    unread(task.directory, ErrorCode::too_deep, "node_modules inside each other too often");
    return false;
  }
  const auto stop = [&](ErrorCode code, const char* reason) {
    unread(task.directory, code, reason);
    stopped_ = true;
    return false;
  };
  if (out_.folders.size() >= limits_.packages) return stop(ErrorCode::too_many, "more packages than the limit");
  if (entries_ > limits_.entries) return stop(ErrorCode::too_many, "more entries than the limit");
  if (std::chrono::steady_clock::now() > deadline_) return stop(ErrorCode::timed_out, "more time than the limit");
  return true;
}

std::optional<std::vector<DirectoryEntry>> Walk::list(const std::string& directory) {
  Result<std::vector<DirectoryEntry>> entries = tree_.list(directory);
  if (!entries) {
    unread(directory, entries.error().code, entries.error().message);
    return std::nullopt;
  }
  entries_ += entries->size();
  return std::move(*entries);
}

void Walk::walk_modules(const Task& task) {
  const auto entries = list(task.directory);
  if (!entries) return;
  paths_.know(task.directory);
  out_.modules.push_back(task.directory);
  for (const DirectoryEntry& entry : *entries) {
    if (entry.name.starts_with('.')) dot_entry(task.directory, entry, task);
    else if (entry.name.starts_with('@') && entry.kind == EntryKind::directory)
      walk_scope(child(task.directory, entry.name), task);
    else candidate(child(task.directory, entry.name), entry.kind, task);
  }
}

void Walk::walk_scope(const std::string& directory, const Task& task) {
  const auto entries = list(directory);
  if (!entries) return;
  paths_.know(directory);
  for (const DirectoryEntry& entry : *entries) {
    if (entry.name.starts_with('.')) dot_entry(directory, entry, task);
    else candidate(child(directory, entry.name), entry.kind, task);
  }
}

// Files in node_modules are no packages: clients put none there.
void Walk::candidate(std::string directory, EntryKind kind, const Task& task) {
  if (kind == EntryKind::directory) {
    push(Kind::package, std::move(directory), task.nesting, FolderRole::installed, task.shipped);
  } else if (kind == EntryKind::symlink) {
    Result<std::string> target = tree_.read_link(directory);
    if (target) out_.links.push_back({std::move(directory), std::move(*target), {}});
    else unread(directory, target.error().code, target.error().message);
  }
}

// Names that no package can have: the clients' own, and what an interrupted npm left (".name-hash").
void Walk::dot_entry(const std::string& directory, const DirectoryEntry& entry, const Task& task) {
  if (entry.kind != EntryKind::directory) return;
  std::string path = child(directory, entry.name);
  const bool files_only = entry.name == ".bin" || entry.name == ".cache";
  if (is_store(entry.name)) push(Kind::store, std::move(path), task.nesting);
  else if (entry.name == ".ignored") push(Kind::modules, std::move(path), task.nesting);
  else if (!files_only && tree_.info(child(path, "package.json")))
    push(Kind::package, std::move(path), task.nesting, FolderRole::installed, task.shipped);
  else tasks_.push_back({Kind::inside, std::move(path), task.nesting});
}

// Whatever stands in a subfolder finds the node_modules beside it before any other. Links are not followed: an archive
// has none.
void Walk::walk_inside(const Task& task) {
  const auto entries = list(task.directory);
  if (!entries) return;
  for (const DirectoryEntry& entry : *entries) {
    if (entry.kind != EntryKind::directory) continue;
    std::string path = child(task.directory, entry.name);
    if (entry.name == "node_modules")
      push(Kind::modules, std::move(path), task.nesting + 1, FolderRole::installed, true);
    else tasks_.push_back({Kind::inside, std::move(path), task.nesting});
  }
}

void Walk::walk_store(const Task& task) {
  const auto entries = list(task.directory);
  if (!entries) return;
  paths_.know(task.directory);
  for (const DirectoryEntry& entry : *entries) {
    if (entry.kind != EntryKind::directory) continue;
    const bool modules = entry.name == "node_modules";  // what is hoisted for all packages of the store
    push(modules ? Kind::modules : Kind::store_entry, child(task.directory, entry.name),
         modules ? task.nesting + 1 : 0);
  }
}

void Walk::walk_store_entry(const Task& task) {
  const auto entries = list(task.directory);
  if (!entries) return;
  paths_.know(task.directory);
  bool found = false;
  for (const DirectoryEntry& entry : *entries) {
    if (entry.kind != EntryKind::directory) continue;
    std::string path = child(task.directory, entry.name);
    const bool package = entry.name == "package" && tree_.info(child(path, "package.json"));
    if (!package && entry.name != "node_modules") continue;
    found = true;
    push(package ? Kind::package : Kind::modules, std::move(path), 1);
  }
  const bool ends = found || task.nesting >= kStoreDepth;
  for (const DirectoryEntry& entry : *entries) {
    if (entry.kind != EntryKind::directory || entry.name == "node_modules") continue;
    std::string path = child(task.directory, entry.name);
    if (!ends) push(Kind::store_entry, std::move(path), task.nesting + 1);
    else if (!seen_.contains(path)) tasks_.push_back({Kind::inside, std::move(path), 1});
  }
}

void Walk::read_package(const Task& task) {
  InstalledFolder folder;
  folder.directory = task.directory;
  folder.role = task.role;
  folder.shipped = task.shipped;
  paths_.know(task.directory);
  read_manifest(folder);
  const Result<FileInfo> gyp = tree_.info(child(task.directory, "binding.gyp"));
  folder.native_build = gyp && gyp->kind == EntryKind::file && folder.manifest && folder.manifest->builds_native &&
                        !folder.manifest->own_build_script;
  out_.folders.push_back(std::move(folder));
  if (task.role == FolderRole::project) return;
  if (task.role == FolderRole::installed) find_inside(task);
  const std::string modules = child(task.directory, "node_modules");
  const Result<FileInfo> inner = tree_.info(modules);
  if (inner && inner->kind == EntryKind::directory) push(Kind::modules, modules, task.nesting + 1);
  if (inner && inner->kind == EntryKind::symlink)
    unread(modules, ErrorCode::unsupported_format,
           "the node_modules of a package is a symbolic link, which is not followed");
}

// The subfolders of a package. Those of the user's own folders are met as projects.
void Walk::find_inside(const Task& task) {
  const auto entries = list(task.directory);
  if (!entries) return;
  for (const DirectoryEntry& entry : *entries)
    if (entry.kind == EntryKind::directory && entry.name != "node_modules")
      tasks_.push_back({Kind::inside, child(task.directory, entry.name), task.nesting});
}

void Walk::read_manifest(InstalledFolder& folder) {
  const std::string path = child(folder.directory, "package.json");
  Result<std::string> text = tree_.read(path, limits_.manifest_bytes);
  // What a package ships in a subfolder, such as the fixtures of its tests, need not be packages.
  const bool matters = !folder.shipped;
  if (!text && text.error().code == ErrorCode::not_found) {
    if (matters) explain_missing_manifest(folder.directory);
    return;
  }
  if (!text) return unread(path, text.error().code, text.error().message);
  Result<InstalledManifest> manifest =
      parse_installed_manifest(std::move(*text), folder.role != FolderRole::installed, context_.limits);
  if (!manifest) return unread(path, manifest.error().code, manifest.error().describe(), matters);
  for (const std::string& field : manifest->malformed)
    unread(path, ErrorCode::wrong_type, "not what npm allows there: " + field,
           matters && (field == "version" || field == "name"));
  folder.manifest = std::move(*manifest);
}

// A folder with files but no package.json has something in it that nobody can name. Empty folders are what a removed
// package or scope leaves behind.
void Walk::explain_missing_manifest(const std::string& directory) {
  const auto entries = list(directory);
  if (!entries) return;
  const bool has_files = std::any_of(entries->begin(), entries->end(), [](const DirectoryEntry& entry) {
    return !entry.name.starts_with('.') && entry.name != "node_modules";
  });
  unread(directory, ErrorCode::not_found, "a package's folder without package.json", has_files);
}

void Walk::add_members() {
  for (std::string& member : find_members(tree_, project_, context_, out_.unread))
    push(Kind::package, std::move(member), 0, FolderRole::member);
  work();
}

// Links are followed last, when the folders that most of them lead to are known. Following one may bring new folders,
// and these new links.
void Walk::follow_links() {
  while (next_link_ < out_.links.size()) {
    for (; next_link_ < out_.links.size(); ++next_link_) follow(out_.links[next_link_]);
    work();
  }
}

void Walk::follow(InstalledLink& link) {
  Result<std::string> target = paths_.follow(parent(link.directory), link.target);
  if (!target) {
    if (target.error().code == ErrorCode::wrong_type) return;  // a link to a file is no package
    // A link that leads to nothing hides nothing.
    return unread(link.directory, target.error().code, target.error().message,
                  target.error().code != ErrorCode::not_found);
  }
  link.leads_to = std::move(*target);
  if (seen_.contains(link.leads_to)) return;
  const std::string_view holder = parent(link.leads_to);
  const bool installed = last(holder) == "node_modules" || last(parent(holder)) == "node_modules" ||
                         link.leads_to.find("node_modules/.") != std::string::npos;
  if (installed) enter_store_of(link.leads_to);
  push(Kind::package, link.leads_to, 0, installed ? FolderRole::installed : FolderRole::linked);
}

// A package of a store that this project does not own (a workspace package was given alone) finds its dependencies in
// the node_modules around it.
void Walk::enter_store_of(std::string_view directory) {
  const std::size_t modules = directory.rfind("node_modules/.");
  if (modules == std::string_view::npos) return;
  const std::size_t store_end = std::min(directory.find('/', modules + 13), directory.size());
  for (std::string_view above = parent(directory); above.size() > store_end; above = parent(above)) {
    if (last(above) == "node_modules") push(Kind::modules, std::string(above), 1);
    else if (tree_.info(child(above, "node_modules"))) push(Kind::modules, child(above, "node_modules"), 1);
  }
}

void Walk::read_state(const std::string& modules) {
  const auto has = [&](std::string_view name) { return tree_.info(child(modules, name)).has_value(); };
  if (has(".package-lock.json")) out_.hidden_lockfile = child(modules, ".package-lock.json");
  if (has(".modules.yaml")) {
    out_.client = "pnpm";
    const std::string path = child(modules, ".modules.yaml");
    Result<std::string> text = tree_.read(path, context_.limits.bytes);
    Result<ModulesState> state = text ? parse_modules_state(std::move(*text), context_.limits)
                                      : Result<ModulesState>(std::unexpected(std::move(text.error())));
    if (!state) return unread(path, state.error().code, state.error().describe());
    out_.state = std::move(*state);
    const Result<std::string> store = paths_.follow(modules, out_.state->virtual_store);
    if (!out_.state->virtual_store.empty() && store) push(Kind::store, *store, 0);
    work();
  } else if (has(".yarn-state.yml") || has(".yarn-integrity")) {
    out_.client = "yarn";
  } else if (has(".bun")) {
    out_.client = "bun";
  } else if (!out_.hidden_lockfile.empty()) {
    out_.client = "npm";
  }
}

void Walk::unread(std::string_view directory, ErrorCode code, std::string reason, bool incomplete) {
  out_.unread.push_back({display_from(context_.display_path, project_, directory), 0, std::string(to_string(code)),
                         std::move(reason), incomplete});
}

}  // namespace

Result<InstalledFolders> find_installed_folders(const FileTree& tree, std::string_view directory,
                                                const ReadContext& context, const InstalledLimits& limits) {
  return Walk(tree, directory, context, limits).run();
}

}  // namespace cordon::inventory::npm
