// The archive of a release as a tree of files, as npm would unpack it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/file_tree.h"
#include "base/result.h"

namespace cordon::app {

// Fails with what archive::open_as_npm fails with, and with what ended the unpacking: half an archive says nothing of
// the other half.
Result<std::unique_ptr<FileTree>> open_archive(std::string_view bytes, std::uint64_t most_unpacked);

}  // namespace cordon::app
