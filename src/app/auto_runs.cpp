#include "app/auto_runs.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "app/package_runs.h"
#include "inventory/auto_run/auto_run_file.h"
#include "inventory/npm/location.h"

namespace cordon::app {
namespace {

using inventory::auto_run::AutoRunForm;
using model::InstallRun;
using model::RunOwner;

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

constexpr std::uint32_t kLinksInLinks = 4;
constexpr std::size_t kMostGitFiles = 1'000;  // that other files of git's lead to

std::string join(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : std::string(folder) + "/" + std::string(name);
}

// The path in a folder as it counts for the folder that holds ".vscode" and the like: ".git/modules/a"; empty where
// the folder is in none of these.
std::string_view known_folder(std::string_view folder) {
  const std::size_t holder = inventory::auto_run::folder_of_auto_run(join(folder, "x")).size();
  return holder < folder.size() ? folder.substr(holder == 0 ? 0 : holder + 1) : std::string_view();
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

// Of a repository's own folder its objects and references are passed over. Folders of submodules nest, and one that
// holds a repository has a HEAD.
bool enters_git(std::string_view known, std::string_view name, const std::vector<DirectoryEntry>& listed) {
  if (known.starts_with(".git/hooks")) return false;
  const bool between = known == ".git/modules" || known == ".git/worktrees" ||
                       (known != ".git" && std::ranges::find(listed, "HEAD", &DirectoryEntry::name) == listed.end());
  return between || is_one_of(name, {"hooks", "modules", "worktrees"});
}

class AutoRunWalk {
 public:
  AutoRunWalk(const Target& target, const AutoRunLimits& limits, Progress& progress, CollectedRuns& out)
      : target_(target), limits_(limits), progress_(progress), out_(out) {}

  void walk() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(limits_.time_ms);
    pending_.push_back({});
    while (!pending_.empty()) {
      const Folder folder = std::move(pending_.back());
      pending_.pop_back();
      if (entries_ > limits_.entries || std::chrono::steady_clock::now() > until) {
        unread(folder.path, {ErrorCode::too_many, "editor and agent files from here on were not looked for", 0, 0, {}});
        return;
      }
      const Result<std::vector<DirectoryEntry>> listed = target_.tree->list(folder.path);
      if (!listed) {
        if (listed.error().code != ErrorCode::not_found) unread(folder.path, listed.error());
        continue;
      }
      entries_ += listed->size();
      progress_.entries_seen += listed->size();
      entries(folder, *listed);
    }
  }

 private:
  struct Folder {
    std::string path;
    std::uint32_t depth = 0;
    std::string link = {};    // the first link that led here; empty: none did
    std::uint32_t links = 0;  // on the way here
  };

  void entries(const Folder& folder, const std::vector<DirectoryEntry>& listed) {
    const std::string_view known = known_folder(folder.path);
    std::vector<Folder> below;
    for (const DirectoryEntry& entry : listed) {
      Folder inside{join(folder.path, entry.name), folder.depth + 1, folder.link, folder.links};
      const bool is_link = entry.kind == EntryKind::symlink;
      bool enters = entry.kind == EntryKind::directory || is_link;
      if (known.starts_with(".git")) enters = enters && enters_git(known, entry.name, listed);
      else if (!folder.link.empty() || (is_link && !known.empty())) enters = enters && counts_below(inside.path);
      else if (is_link) enters = inventory::auto_run::may_hold_auto_runs(entry.name);
      if (is_link && enters) enters = follows(inside);
      if (!enters) {
        if (entry.kind != EntryKind::directory) file(inside.path, folder.link);
      } else if (folder.depth < limits_.depth) {
        below.push_back(std::move(inside));
      } else {
        unread(inside.path, {ErrorCode::too_deep, "folders nest deeper than the limit", 0, 0, {}});
      }
    }
    // From the last to the first, so that folders come in the order of their names.
    pending_.insert(pending_.end(), std::make_move_iterator(below.rbegin()), std::make_move_iterator(below.rend()));
  }

  // Behind a link only what counts for the folder that holds it is looked at: all else is found at its own place.
  static bool counts_below(std::string_view folder) {
    const std::string_view known = known_folder(folder);
    return known.starts_with(".cursor/rules") || known.starts_with(".devcontainer/");
  }

  // Whether a link leads to a folder of the tree that is to be looked at.
  bool follows(Folder& inside) {
    const Result<LinkEnd> end = target_.tree->link_end(inside.path);
    if (!end) {
      if (end.error().code != ErrorCode::not_found) unread(inside.path, end.error());
      return false;
    }
    if (end->kind != EntryKind::directory) return false;
    if (!end->inside || inside.links == kLinksInLinks) {
      unread(inside.path,
             {ErrorCode::outside_root, "a link that was not followed: it leads out of what is read", 0, 0, {}});
      return false;
    }
    if (inside.link.empty()) inside.link = inside.path;
    ++inside.links;
    return true;
  }

  void file(const std::string& path, const std::string& link) {
    if (name_of(path) == ".git") return git_file(path);
    const auto form = inventory::auto_run::auto_run_form(path);
    if (!form) return;
    const std::string_view holder = inventory::auto_run::folder_of_auto_run(path);
    if (!link.empty() && holder.size() >= link.size()) return;
    const auto owner = owner_of(holder);
    if (owner.in_package && *form == AutoRunForm::git_hook && path.find(".husky/") != std::string::npos) return;
    tell(*form, path, owner);
  }

  struct Owner {
    const PackageFolder* package = nullptr;
    bool in_package = false;  // among what is installed at all
  };

  void tell(AutoRunForm form, const std::string& path, const Owner& owner) {
    Result<std::string> text = target_.tree->read(path, limits_.file_bytes);
    auto runs = text ? inventory::auto_run::read_auto_run(form, path, std::move(*text))
                     : Result<std::vector<inventory::auto_run::AutoRun>>(std::unexpected(text.error()));
    if (!runs) return unread(path, runs.error());
    for (inventory::auto_run::AutoRun& auto_run : *runs) {
      if (form == AutoRunForm::git_config && is_one_of(auto_run.when, {"include.path", "includeif.path"})) {
        include(path, auto_run, owner);
        continue;
      }
      InstallRun run;
      run.kind = inventory::auto_run::kind_of(form);
      run.when = std::move(auto_run.when);
      run.text = shown_command(auto_run.text);
      run.owner = owner.in_package ? RunOwner::dependency : RunOwner::project;
      if (owner.package != nullptr) {
        run.name = owner.package->name;
        run.version = owner.package->version;
        if (!owner.package->purl.empty()) run.purl = owner.package->purl;
      }
      run.place = {target_.display(path), auto_run.line};
      run.instances = 1;
      if (form == AutoRunForm::git_hook || form == AutoRunForm::envrc) digest(path, run);
      out_.runs.push_back(std::move(run));
    }
  }

  // What git is told to read as well.
  void include(const std::string& from, const inventory::auto_run::AutoRun& said, const Owner& owner) {
    const auto path = inside_tree(parent_of(from), said.text);
    if (!path)
      return unread(
          from,
          {ErrorCode::outside_root, "git reads more settings from a file outside of what is read", said.line, 0, {}});
    if (!target_.tree->info(*path) || !git_files_.insert(*path).second) return;  // git passes over what is not there
    if (git_files_.size() > kMostGitFiles)
      return unread(from, {ErrorCode::too_many, "more files of git's than the limit", said.line, 0, {}});
    tell(AutoRunForm::git_config, *path, owner);
  }

  // A worktree or a submodule: its repository stands elsewhere (gitrepository-layout(5)).
  void git_file(const std::string& path) {
    const Result<std::string> text = target_.tree->read(path, limits_.file_bytes);
    if (!text) return unread(path, text.error());
    constexpr std::string_view kStart = "gitdir:";
    if (!text->starts_with(kStart)) return;
    const Owner owner = owner_of(parent_of(path));
    const auto folder = inside_tree(parent_of(path), first_line(std::string_view(*text).substr(kStart.size())));
    if (!folder) return elsewhere(path);
    repository(*folder, owner);
    const Result<std::string> common = target_.tree->read(join(*folder, "commondir"), limits_.file_bytes);
    if (!common) return;
    if (const auto main = inside_tree(*folder, first_line(*common))) repository(*main, owner);
    else elsewhere(path);
  }

  void elsewhere(const std::string& path) {
    unread(path, {ErrorCode::outside_root,
                  "the hooks and settings of this worktree's repository stand outside of what is read",
                  0,
                  0,
                  {}});
  }

  // One that the walk does not come to by itself, because its folder has another name.
  void repository(const std::string& folder, const Owner& owner) {
    if (inventory::auto_run::auto_run_form(join(folder, "config")) || !git_files_.insert(folder).second) return;
    if (git_files_.size() > kMostGitFiles)
      return unread(folder, {ErrorCode::too_many, "more files of git's than the limit", 0, 0, {}});
    for (const char* name : {"config", "config.worktree"})
      if (const std::string path = join(folder, name); target_.tree->info(path))
        tell(AutoRunForm::git_config, path, owner);
    const Result<std::vector<DirectoryEntry>> hooks = target_.tree->list(join(folder, "hooks"));
    if (!hooks) {
      if (hooks.error().code != ErrorCode::not_found) unread(join(folder, "hooks"), hooks.error());
      return;
    }
    for (const DirectoryEntry& hook : *hooks)
      if (hook.kind != EntryKind::directory && inventory::auto_run::auto_run_form(".git/hooks/" + hook.name))
        tell(AutoRunForm::git_hook, join(folder, "hooks/" + hook.name), owner);
  }

  static std::string_view first_line(std::string_view text) {
    text = text.substr(0, text.find('\n'));
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
  }

  // A path as a file in `folder` has it, in the tree; nothing where it leads out of that.
  std::optional<std::string> inside_tree(std::string_view folder, std::string_view written) const {
    if (written.empty() || written.starts_with('~') || written.starts_with("%(")) return std::nullopt;
    if (written.starts_with('/')) {
      if (target_.root.empty() || !written.starts_with(target_.root + "/")) return std::nullopt;
      folder = {};
      written.remove_prefix(target_.root.size() + 1);
    }
    std::string path = inventory::npm::join_location(folder, written);
    if (path == ".." || path.starts_with("../")) return std::nullopt;
    return path;
  }

  // A script that may be too long to be told is known by its digest.
  void digest(const std::string& path, InstallRun& run) const {
    if (const Result<FileDigest> made = target_.tree->digest(path, limits_.file_bytes))
      run.starts.push_back({target_.display(path), to_hex(made->sha256)});
  }

  // The package whose folder is nearest above.
  Owner owner_of(std::string_view folder) const {
    for (std::string_view above = folder;; above = parent_of(above)) {
      const auto found = out_.folders.find({&target_, std::string(above)});
      if (found != out_.folders.end()) return {&found->second, true};
      if (above.empty()) break;
      if (name_of(above) == "node_modules") return {nullptr, true};
    }
    return {nullptr, false};
  }

  void unread(const std::string& path, const Error& error) {
    out_.unread.push_back({target_.display(path), error.line, std::string(to_string(error.code)), error.message, true});
  }

  const Target& target_;
  const AutoRunLimits& limits_;
  Progress& progress_;
  CollectedRuns& out_;
  std::uint64_t entries_ = 0;
  std::vector<Folder> pending_;
  std::set<std::string> git_files_;  // folders and files that other files of git's led to
};

}  // namespace

void collect_auto_runs(const Target& target, const AutoRunLimits& limits, Progress& progress, CollectedRuns& out) {
  AutoRunWalk(target, limits, progress, out).walk();
}

}  // namespace cordon::app
