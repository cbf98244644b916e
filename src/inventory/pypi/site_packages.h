// The packages that are installed in a folder of Python's (site-packages, dist-packages, the target of an
// installation): packaging.python.org, "Recording installed projects" and "Direct URL data structure" (PEP 610).
#pragma once

#include <string_view>

#include "base/file_tree.h"
#include "inventory/npm/installed_tree.h"
#include "inventory/reader.h"

namespace cordon::inventory::pypi {

// Whether an entry of a folder shows that packages are installed there: "<name>.dist-info", and in folders that are
// named for it "<name>.egg-info" and "<name>.egg". Beside sources an egg-info folder is what a build left.
bool shows_installation(std::string_view directory, const DirectoryEntry& entry);

// Whether the folder is named for installed packages; what stands deeper in it is theirs.
bool is_site_packages(std::string_view directory);

// Components: every package that has metadata in `directory` (id "<context.display_path>#name@version"), with origin
// and digest from direct_url.json; without that file it came from an index, and nobody recorded which. Whether a build
// ran when it was installed is not recorded either: install_script is unknown, but yes for repositories and folders.
// Edges are those of Requires-Dist to what is installed; markers are not evaluated, so what is not there is not missed.
// The root is inferred. The files are not looked at (installed_files.h). What cannot be read becomes unread. Fails as
// FileTree::list does.
Result<npm::InstalledTree> read_site_packages(const FileTree& tree, std::string_view directory,
                                              const ReadContext& context);

}  // namespace cordon::inventory::pypi
