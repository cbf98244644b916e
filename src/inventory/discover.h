// Finds every lockfile, manifest and installed tree below a folder. Ignore files hide nothing. A lockfile inside an
// installed package is that package's file, not a root; so are Cargo's files in a crate that "cargo vendor" copied. A
// symbolic link to a folder of the tree is not followed, because the folder is met where it really is; one to a folder
// inside .git or inside an installed package, which the walk passes over, is entered under its real path. A link out of
// the tree is unread where a folder stands at its end, or may stand, and where its name is one that is read.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/file_tree.h"
#include "inventory/formats.h"

namespace cordon::inventory {

// What of one ecosystem stands in a folder and is to be read; or one SBOM document.
struct Project {
  std::string directory;                    // inside the tree, "" for its root
  std::string ecosystem = "npm";            // as Format has it
  std::vector<const Format*> lockfiles;     // with their file names, the winner of each family only
  std::vector<std::string> lockfile_names;  // parallel to lockfiles
  bool has_manifest = false;                // package.json
  bool has_installed_tree = false;          // node_modules, or of Python the folder itself
  std::vector<std::string> scripts;         // of "javascript": JavaScript files below, as paths of the tree

  // Whether a file says what was chosen, not only what is asked for.
  bool has_lockfile() const;
};

struct Discovery {
  std::vector<Project> projects;  // sorted by directory, npm's first in each
  // JavaScript files that are no part of what is installed, sorted; also links of such a name, and what is no file:
  // reading tells.
  std::vector<std::string> scripts;
  std::vector<std::string> npm_caches;    // folders named _cacache, npm's cache: for hunting
  std::vector<std::string> npm_logs;      // folders named _logs
  std::vector<std::string> other_caches;  // of other clients, which hunting does not read yet
  std::vector<model::FileUnread> unread;  // paths inside the tree
  std::uint64_t entries = 0;              // directory entries looked at
};

struct DiscoverLimits {
  std::uint64_t entries = 5'000'000;
  std::uint32_t depth = 128;
  std::string root = {};  // where the tree stands: some formats are known by the folders that a file is in
};

// Never fails as a whole: what cannot be listed becomes unread. `progress` is called now and then with the number of
// entries seen so far; it may be empty.
Discovery discover(const FileTree& tree, const DiscoverLimits& limits,
                   const std::function<void(std::uint64_t)>& progress);

}  // namespace cordon::inventory
