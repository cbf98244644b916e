// The folders of an installed tree: where packages stand, what links lead to, and what could not be looked at.
//
// Known layouts: nested and hoisted node_modules (npm, yarn, bun); folders of packages behind links: .pnpm (pnpm), .bun
// (bun), .store (npm's linked strategy, yarn's pnpm linker); what pnpm moved to .ignored; what an interrupted npm left
// under a name with a dot; node_modules in any subfolder of a package, from where Node resolves as well. Nothing
// outside the tree is ever opened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/npm/installed_manifest.h"
#include "inventory/npm/modules_state.h"
#include "inventory/reader.h"

namespace cordon::inventory::npm {

// What an installed tree may use up. Beyond a limit the rest is unread, with its code.
struct InstalledLimits {
  std::uint32_t packages = 250'000;         // folders with a package.json
  std::uint32_t entries = 5'000'000;        // names in node_modules and stores
  std::uint32_t nesting = 100;              // node_modules inside each other
  std::uint64_t manifest_bytes = 8u << 20;  // of one package.json
  std::uint32_t time_ms = 120'000;          // of the clock on the wall
};

enum class FolderRole : std::uint8_t {
  project,    // the project itself
  member,     // a workspace package of it
  linked,     // another folder that a link in node_modules leads to
  installed,  // a package that a client put there
};

struct InstalledFolder {
  std::string directory;  // path in the tree, without links
  FolderRole role = FolderRole::installed;
  std::optional<InstalledManifest> manifest;  // none: no package.json, or one that cannot be read
  bool native_build = false;                  // installing it builds binding.gyp without a script of its own
  bool shipped = false;                       // in a node_modules that stands in a subfolder of a package
};

struct InstalledLink {
  std::string directory;  // path of the link itself
  std::string target;     // as written
  std::string leads_to;   // path in the tree; empty when it leads to no folder of the tree
};

struct InstalledFolders {
  std::vector<InstalledFolder> folders;  // by directory; the project first where it has a package.json
  std::vector<InstalledLink> links;      // by directory
  std::string project_modules;           // the project's node_modules: elsewhere in the tree where that is a link
  std::vector<std::string> modules;      // node_modules folders that were read, by path in the tree
  std::string hidden_lockfile;           // node_modules/.package-lock.json, path in the tree; empty: none
  std::string client;                    // npm, pnpm, yarn, bun, by the state that the client left; empty: unknown
  std::optional<ModulesState> state;     // of pnpm
  std::vector<model::FileUnread> unread;
};

// Reads the tree below `directory`/node_modules and the workspace packages of the project in `directory`.
// context.display_path is that node_modules folder as displayed. Fails with not_found when there is no such folder,
// outside_root when it is a link that leaves the tree, and with what listing it fails with.
Result<InstalledFolders> find_installed_folders(const FileTree& tree, std::string_view directory,
                                                const ReadContext& context, const InstalledLimits& limits);

}  // namespace cordon::inventory::npm
