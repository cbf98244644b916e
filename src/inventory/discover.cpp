#include "inventory/discover.h"

#include <algorithm>
#include <unordered_set>

#include "inventory/javascript/library_finder.h"
#include "inventory/npm/location.h"
#include "inventory/npm/real_paths.h"
#include "inventory/pypi/site_packages.h"
#include "inventory/unread_formats.h"

namespace cordon::inventory {
namespace {

std::string join(std::string_view directory, std::string_view name) {
  if (directory.empty()) return std::string(name);
  return std::string(directory) + "/" + std::string(name);
}

bool is_vendored_crate(const std::vector<DirectoryEntry>& entries) {
  return std::ranges::any_of(entries, [](const DirectoryEntry& entry) { return entry.name == ".cargo-checksum.json"; });
}

class Walk {
 public:
  Walk(const FileTree& tree, const DiscoverLimits& limits, const std::function<void(std::uint64_t)>& progress)
      : tree_(tree), limits_(limits), progress_(progress), paths_(tree) {}

  Discovery run() {
    pending_.push_back({"", 0, false});
    while (!pending_.empty()) {
      const Pending now = std::move(pending_.back());
      pending_.pop_back();
      if (now.by_link && !linked_.insert(now.directory).second) continue;
      Result<std::vector<DirectoryEntry>> entries = tree_.list(now.directory);
      if (!entries) {
        skipped(now.directory, entries.error(), true);
        continue;
      }
      found_.entries += entries->size();
      if (progress_) progress_(found_.entries);
      if (found_.entries > limits_.entries) {
        unread(now.directory, "too_many", "more files than the limit of one scan; the rest was not looked at", true);
        break;
      }
      look_at(now, *entries);
      if (found_in_site_packages(now.directory)) continue;  // what stands deeper belongs to what is installed there
      for (auto entry = entries->rbegin(); entry != entries->rend(); ++entry)
        if (entry->kind == EntryKind::directory && !passed_over(entry->name) && !is_cache_store(now.directory, *entry))
          enter(join(now.directory, entry->name), now.depth + 1, now.by_link);
    }
    std::ranges::stable_sort(found_.projects, {}, &Project::directory);
    std::ranges::sort(found_.scripts);
    std::ranges::sort(found_.npm_caches);
    std::ranges::sort(found_.npm_logs);
    std::ranges::sort(found_.other_caches);
    return std::move(found_);
  }

 private:
  struct Pending {
    std::string directory;
    std::uint32_t depth;
    bool by_link;  // only a link leads there
  };

  const Format* format_of(const std::string& path) const {
    return format_of_path(limits_.root.empty() ? path : limits_.root + "/" + path);
  }

  // Names that matter even when they cannot be opened: not reading them leaves the answer incomplete.
  bool matters(const std::string& path) const {
    const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
    return format_of(path) != nullptr || name == "node_modules" || name == "package.json";
  }

  // Installed packages are looked at as such; git's own folder holds no project but what links lead to.
  static bool passed_over(std::string_view name) { return name == "node_modules" || name == ".git"; }

  // Where pnpm, yarn and bun keep what they fetched, unless they are told otherwise.
  static bool is_other_cache(const std::string& path) {
    constexpr std::string_view kEnds[] = {".pnpm-store",       "pnpm/store",  ".yarn/cache",
                                          ".yarn/berry/cache", ".cache/yarn", ".bun/install/cache"};
    return std::ranges::any_of(kEnds, [&](std::string_view end) {
      return path == end || (path.ends_with(end) && path[path.size() - end.size() - 1] == '/');
    });
  }

  // What stands below is named by digests and holds no project: hundreds of thousands of folders.
  static bool is_cache_store(std::string_view directory, const DirectoryEntry& entry) {
    const std::string_view name = directory.substr(directory.rfind('/') + 1);
    return name == "_cacache" && (entry.name == "content-v2" || entry.name == "index-v5");
  }

  void enter(std::string directory, std::uint32_t depth, bool by_link) {
    if (depth > limits_.depth) unread(directory, "too_deep", "folders nested more deeply than the limit", true);
    else pending_.push_back({std::move(directory), depth, by_link});
  }

  void look_at(const Pending& folder, const std::vector<DirectoryEntry>& entries) {
    const std::string& directory = folder.directory;
    std::vector<Project> projects;
    for (const DirectoryEntry& entry : entries) {
      const std::string path = join(directory, entry.name);
      if (javascript::is_script(entry.name) && !is_folder(entry, path)) found_.scripts.push_back(path);
      if (entry.kind == EntryKind::symlink && !link(folder, entry, projects)) continue;
      if (entry.kind == EntryKind::other && matters(path)) {
        unread(path, "not_a_regular_file", "not a regular file", true);
        continue;
      }
      if (entry.kind == EntryKind::directory) {
        if (is_other_cache(path)) found_.other_caches.push_back(path);
        if (entry.name == "_cacache") found_.npm_caches.push_back(path);
        else if (entry.name == "_logs") found_.npm_logs.push_back(path);
        else if (entry.name == "node_modules") of_ecosystem(projects, directory, "npm").has_installed_tree = true;
        else if (pypi::shows_installation(named(directory), entry))
          of_ecosystem(projects, directory, "pypi").has_installed_tree = true;
        else if (matters(path)) unread(path, "not_a_regular_file", "a folder where a file was expected", true);
        continue;
      }
      if (entry.kind == EntryKind::symlink && entry.name == "node_modules") continue;  // link() has seen to it
      file(entry.name, directory, projects, entries);
    }
    std::ranges::stable_sort(projects, {}, [](const Project& project) { return project.ecosystem != "npm"; });
    for (Project& project : projects) {
      keep_winners(project);
      found_.projects.push_back(std::move(project));
    }
  }

  // Whether a folder further up has a Cargo.lock. Without one nothing else lists what stands here.
  bool below_a_crate(std::string_view directory) const {
    while (!directory.empty()) {
      const std::size_t slash = directory.rfind('/');
      directory = directory.substr(0, slash == std::string_view::npos ? 0 : slash);
      if (tree_.info(join(directory, "Cargo.lock"))) return true;
    }
    return false;
  }

  static Project& of_ecosystem(std::vector<Project>& projects, const std::string& directory, std::string_view name) {
    const auto there = std::ranges::find(projects, name, &Project::ecosystem);
    if (there != projects.end()) return *there;
    Project& made = projects.emplace_back();
    made.directory = directory;
    made.ecosystem = name;
    return made;
  }

  // The folder, or where the tree stands for its root.
  std::string_view named(const std::string& directory) const { return directory.empty() ? limits_.root : directory; }

  // Whether packages of Python were found in this folder, which is named for them.
  bool found_in_site_packages(const std::string& directory) const {
    return pypi::is_site_packages(named(directory)) && !found_.projects.empty() &&
           found_.projects.back().directory == directory && found_.projects.back().has_installed_tree;
  }

  void file(const std::string& name, const std::string& directory, std::vector<Project>& projects,
            const std::vector<DirectoryEntry>& beside) {
    const std::string path = join(directory, name);
    if (pypi::shows_installation(named(directory), {name, EntryKind::file}))
      of_ecosystem(projects, directory, "pypi").has_installed_tree = true;
    if (const Format* format = format_of(path)) {
      if (format->ecosystem == "crates" && is_vendored_crate(beside) && below_a_crate(directory))
        return unread(path, "vendored", "of a crate that \"cargo vendor\" copied; the lockfile above lists it", false);
      // Documents of many projects are kept in one folder: each is its own.
      Project& project =
          format->is_document() ? projects.emplace_back() : of_ecosystem(projects, directory, format->ecosystem);
      project.directory = directory;
      project.ecosystem = format->ecosystem;
      project.lockfiles.push_back(format);
      project.lockfile_names.push_back(name);
    } else if (name == "package.json") {
      of_ecosystem(projects, directory, "npm").has_manifest = true;
    } else if (const UnreadFormat* known = unread_format(name)) {
      const bool replaced = std::any_of(beside.begin(), beside.end(), [&](const DirectoryEntry& entry) {
        return entry.name == known->replaced_by && entry.kind == EntryKind::file;
      });
      if (replaced && known->read_with) return;
      std::string reason(known->reason);
      if (replaced) reason.append("; ").append(known->replaced_by).append(" beside it is read");
      unread(path, "unsupported_format", std::move(reason), !replaced);
    }
  }

  bool is_folder(const DirectoryEntry& entry, const std::string& path) const {
    return entry.kind == EntryKind::directory || (entry.kind == EntryKind::symlink && tree_.list(path));
  }

  // True when the link should be looked at like a file.
  bool link(const Pending& folder, const DirectoryEntry& entry, std::vector<Project>& projects) {
    const std::string path = join(folder.directory, entry.name);
    if (entry.name == "node_modules") {
      const Result<std::vector<DirectoryEntry>> inside = tree_.list(path);
      if (inside) of_ecosystem(projects, folder.directory, "npm").has_installed_tree = true;
      else skipped(path, inside.error(), true);
      return false;
    }
    const Result<std::vector<DirectoryEntry>> inside = tree_.list(path);
    if (inside) {
      folder_link(folder, path);
      return false;
    }
    switch (inside.error().code) {
      case ErrorCode::symlink_loop: skipped(path, inside.error(), matters(path)); return false;
      case ErrorCode::outside_root: return outside_link(folder, entry.name);
      default: return matters(path);  // a file, or nothing: reading it will tell
    }
  }

  // A link that leaves the tree, or whose text does though it comes back. Only a folder can hide projects, and only a
  // file of a name that means something would be read. True when it should be looked at like a file.
  bool outside_link(const Pending& folder, const std::string& name) {
    const std::string path = join(folder.directory, name);
    if (!matters(path)) {
      const Result<LinkEnd> end = tree_.link_end(path);
      if (end && end->kind != EntryKind::directory) return true;
      if (end && end->inside) {
        met_elsewhere(folder, path, *end->inside);
        return false;
      }
      // Nothing is there. Whether a folder is, elsewhere, cannot be told; a program of a virtual environment is none.
      if (!end && in_virtual_environment(folder.directory)) return false;
    }
    unread(path, "outside_root", "a link that leaves the scanned folder; not followed", true);
    return false;
  }

  // Whether a folder holds the interpreters of a Python virtual environment (PEP 405).
  bool in_virtual_environment(std::string_view directory) const {
    const std::size_t slash = directory.rfind('/');
    const std::string_view above = directory.substr(0, slash == std::string_view::npos ? 0 : slash);
    return directory.substr(slash + 1) == "bin" && tree_.info(join(above, "pyvenv.cfg")).has_value();
  }

  // A link to a folder inside the tree: its content is met where it really is, unless it contains the link, or stands
  // where the walk does not come by.
  void folder_link(const Pending& folder, const std::string& path) {
    const Result<std::string> text = tree_.read_link(path);
    if (!text) return skipped(path, text.error(), true);
    if (leads_up(folder.directory, *text)) return contains_itself(path);
    Result<std::string> target = paths_.follow(folder.directory, *text);
    if (!target) return skipped(path, target.error(), true);
    met_elsewhere(folder, path, std::move(*target));
  }

  void met_elsewhere(const Pending& folder, const std::string& path, std::string target) {
    if (target.empty() || path.starts_with(target + "/")) return contains_itself(path);
    if (npm::is_installed_location(target)) return;  // an installed package
    bool reached = true;
    for (std::string_view rest = target; !rest.empty() && reached;) {
      const std::size_t slash = std::min(rest.find('/'), rest.size());
      reached = !passed_over(rest.substr(0, slash));
      rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    if (!reached) enter(std::move(target), folder.depth + 1, true);
  }

  void contains_itself(const std::string& path) {
    unread(path, "symlink_loop", "a link to a folder that contains it; not followed", true);
  }

  // Whether a link in `directory` with this relative target leads to that folder or one above it.
  static bool leads_up(std::string_view directory, std::string_view target) {
    if (target.starts_with('/')) return false;
    std::vector<std::string_view> parts;
    const auto walk = [&](std::string_view path) {
      while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        const std::string_view part = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        if (part.empty() || part == ".") continue;
        if (part == "..") {
          if (!parts.empty()) parts.pop_back();
        } else {
          parts.push_back(part);
        }
      }
    };
    walk(directory);
    const std::vector<std::string_view> here = parts;
    walk(target);
    return parts.size() <= here.size() && std::equal(parts.begin(), parts.end(), here.begin());
  }

  // Of each family in one folder the lockfile with the highest precedence is read; npm itself does the same.
  void keep_winners(Project& project) {
    for (std::size_t i = 0; i < project.lockfiles.size();) {
      const Format& format = *project.lockfiles[i];
      const auto winner =
          std::ranges::find_if(project.lockfiles, [&](const Format* other) { return superseded_by(format, *other); });
      if (winner == project.lockfiles.end()) {
        ++i;
        continue;
      }
      // The lockfile's reader reads the manifests itself.
      if (!format.manifest)
        unread(join(project.directory, project.lockfile_names[i]), "superseded",
               std::string((*winner)->name) + " beside it takes precedence", false);
      project.lockfiles.erase(project.lockfiles.begin() + static_cast<std::ptrdiff_t>(i));
      project.lockfile_names.erase(project.lockfile_names.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  void skipped(const std::string& path, const Error& error, bool incomplete) {
    unread(path, std::string(to_string(error.code)), error.message, incomplete);
  }
  void unread(std::string path, std::string code, std::string reason, bool incomplete) {
    found_.unread.push_back({std::move(path), 0, std::move(code), std::move(reason), incomplete});
  }

  const FileTree& tree_;
  const DiscoverLimits& limits_;
  const std::function<void(std::uint64_t)>& progress_;
  npm::RealPaths paths_;
  std::vector<Pending> pending_;
  std::unordered_set<std::string> linked_;  // folders that were looked at because of a link
  Discovery found_;
};

}  // namespace

bool Project::has_lockfile() const {
  return std::ranges::any_of(lockfiles, [](const Format* format) { return format == nullptr || !format->manifest; });
}

Discovery discover(const FileTree& tree, const DiscoverLimits& limits,
                   const std::function<void(std::uint64_t)>& progress) {
  return Walk(tree, limits, progress).run();
}

}  // namespace cordon::inventory
