// The files of installed packages, held against what RECORD says was installed; and files that run when Python starts
// and that no RECORD lists.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "base/sha256.h"
#include "inventory/npm/installed_tree.h"
#include "inventory/reader.h"

namespace cordon::inventory::pypi {

// A file that is not what its RECORD says.
struct FileDifference {
  std::string path;                               // as shown to people
  std::uint32_t line = 0;                         // in RECORD
  std::optional<Sha256Digest> listed;             // absent: a missing file without a digest
  std::optional<Sha256Digest> found;              // absent: the file is missing, or its size alone shows the difference
  std::uint64_t listed_size = 0, found_size = 0;  // of those whose size alone shows the difference
  bool runs_at_start = false;                     // Python runs it when it starts
};

// A package with such files.
struct PackageFiles {
  std::uint32_t component = 0;  // index in the inventory
  std::string record;           // path of RECORD, as shown to people
  std::vector<FileDifference> changed, missing;
};

// A file that runs when Python starts.
struct StartupFile {
  std::string name;        // seen from the folder
  std::string path;        // as shown to people
  std::uint32_t line = 0;  // of the first code in it
  std::string code;        // that line
};

struct InstalledFiles {
  std::vector<PackageFiles> packages;     // those with differences, in the order of the components
  std::vector<StartupFile> unlisted;      // by path
  bool all_recorded = true;               // every package of the folder has a RECORD that was read whole
  bool of_a_system = false;               // some have none, in a folder that a distribution of Linux fills
  std::vector<model::FileUnread> unread;  // what was not compared
};

struct InstalledFilesLimits {
  std::uint64_t bytes = 4ull << 30;  // that are hashed in one folder
  std::size_t rows = 1'000'000;      // of all RECORDs of one folder
};

// Compares what the RECORDs in `directory` list. `installed` is what read_site_packages found there. Bytecode (*.pyc)
// is not compared: whoever imports a module writes it. A file that several packages list is right when one of them has
// it so, because the last that was installed wrote it. A file beside the folder ("../../../bin/x") is compared where it
// is there, and not missed: the folder may have been copied without it. Packages of conda and Debian are not compared:
// both change files after RECORD was written. Nothing outside the tree is looked at. Each file has at most
// context.limits.bytes. Fails as FileTree::list does.
Result<InstalledFiles> compare_installed_files(const FileTree& tree, std::string_view directory,
                                               const npm::InstalledTree& installed, const ReadContext& context,
                                               const InstalledFilesLimits& limits = {});

}  // namespace cordon::inventory::pypi
