#include "inventory/discover.h"

#include <algorithm>

#include "inventory/unread_formats.h"

namespace cordon::inventory {
namespace {

std::string join(std::string_view directory, std::string_view name) {
  if (directory.empty()) return std::string(name);
  return std::string(directory) + "/" + std::string(name);
}

// Names that matter even when they cannot be opened: not reading them leaves the answer incomplete.
bool matters(std::string_view name) {
  return format_of_name(name) != nullptr || name == "node_modules" || name == "package.json";
}

class Walk {
 public:
  Walk(const FileTree& tree, const DiscoverLimits& limits, const std::function<void(std::uint64_t)>& progress)
      : tree_(tree), limits_(limits), progress_(progress) {}

  Discovery run() {
    struct Pending {
      std::string directory;
      std::uint32_t depth;
    };
    std::vector<Pending> pending{{"", 0}};
    while (!pending.empty()) {
      const Pending now = std::move(pending.back());
      pending.pop_back();
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
      look_at(now.directory, *entries);
      for (auto entry = entries->rbegin(); entry != entries->rend(); ++entry) {
        if (entry->kind != EntryKind::directory || entry->name == "node_modules" || entry->name == ".git") continue;
        if (now.depth + 1 > limits_.depth)
          unread(join(now.directory, entry->name), "too_deep", "folders nested more deeply than the limit", true);
        else pending.push_back({join(now.directory, entry->name), now.depth + 1});
      }
    }
    std::sort(found_.projects.begin(), found_.projects.end(),
              [](const Project& a, const Project& b) { return a.directory < b.directory; });
    return std::move(found_);
  }

 private:
  void look_at(const std::string& directory, const std::vector<DirectoryEntry>& entries) {
    Project project;
    project.directory = directory;
    for (const DirectoryEntry& entry : entries) {
      const std::string path = join(directory, entry.name);
      if (entry.kind == EntryKind::symlink && !link(directory, entry, project)) continue;
      if (entry.kind == EntryKind::other && matters(entry.name)) {
        unread(path, "not_a_regular_file", "not a regular file", true);
        continue;
      }
      if (entry.kind == EntryKind::directory) {
        if (entry.name == "node_modules") project.has_installed_tree = true;
        else if (matters(entry.name)) unread(path, "not_a_regular_file", "a folder where a file was expected", true);
        continue;
      }
      if (entry.kind == EntryKind::symlink && entry.name == "node_modules") continue;  // link() has seen to it
      file(entry.name, path, project);
    }
    keep_winners(project);
    if (!project.lockfiles.empty() || project.has_manifest || project.has_installed_tree)
      found_.projects.push_back(std::move(project));
  }

  void file(const std::string& name, const std::string& path, Project& project) {
    if (const Format* format = format_of_name(name)) {
      project.lockfiles.push_back(format);
      project.lockfile_names.push_back(name);
    } else if (name == "package.json") {
      project.has_manifest = true;
    } else if (const std::string_view reason = why_unread(name); !reason.empty()) {
      unread(path, "unsupported_format", std::string(reason), true);
    }
  }

  // True when the link should be looked at like a file.
  bool link(const std::string& directory, const DirectoryEntry& entry, Project& project) {
    const std::string path = join(directory, entry.name);
    if (entry.name == "node_modules") {
      const Result<std::vector<DirectoryEntry>> inside = tree_.list(path);
      if (inside) project.has_installed_tree = true;
      else skipped(path, inside.error(), true);
      return false;
    }
    const Result<std::vector<DirectoryEntry>> inside = tree_.list(path);
    if (inside) {
      // A link to a folder inside the tree: its content is met where it really is, unless it is a loop.
      const Result<std::string> target = tree_.read_link(path);
      if (target && leads_up(directory, *target))
        unread(path, "symlink_loop", "a link to a folder that contains it; not followed", true);
      return false;
    }
    switch (inside.error().code) {
      case ErrorCode::symlink_loop: skipped(path, inside.error(), true); return false;
      case ErrorCode::outside_root:
        unread(path, "outside_root", "a link that leaves the scanned folder; not followed", matters(entry.name));
        return false;
      default: return matters(entry.name);  // a file, or nothing: reading it will tell
    }
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
      const bool beaten = std::any_of(project.lockfiles.begin(), project.lockfiles.end(), [&](const Format* other) {
        return other->family == project.lockfiles[i]->family && other->precedence > project.lockfiles[i]->precedence;
      });
      if (!beaten) {
        ++i;
        continue;
      }
      unread(join(project.directory, project.lockfile_names[i]), "superseded",
             "npm-shrinkwrap.json beside it takes precedence", false);
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
  Discovery found_;
};

}  // namespace

Discovery discover(const FileTree& tree, const DiscoverLimits& limits,
                   const std::function<void(std::uint64_t)>& progress) {
  return Walk(tree, limits, progress).run();
}

}  // namespace cordon::inventory
