// The archive of a release as a tree of files, as npm would unpack it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/file_tree.h"
#include "base/result.h"

namespace cordon::app {

// A path below the archive's first folder, which has any name and is taken away by npm: "package/./a//b" is "a/b".
std::string below_first(std::string_view path);

// The regular files of a gzipped tar; of two with one path the last counts. Links, devices and paths that lead out of
// it are left out, as npm leaves them out. Fails with what archive::gunzip fails with, and with what stopped the
// reading of the tar: half an archive says nothing of the other half.
Result<std::unique_ptr<FileTree>> open_archive(std::string_view bytes, std::uint64_t most_unpacked);

}  // namespace cordon::app
