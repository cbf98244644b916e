// The archive of a release out of npm's cache: checked against its digest and listed; never unpacked to disk, never
// run.
#pragma once

#include <string>
#include <string_view>

#include "base/file_tree.h"
#include "base/result.h"
#include "model/generated/hunt_report.h"

namespace cordon::app {

// `path` inside the tree, of the file that the cache keeps under this integrity. More than 256 MiB packed,
// or `most_unpacked` bytes unpacked, are refused. Fails as FileTree::read does. What is no gzip or tar has no files,
// and `unread` says so.
Result<model::RecoveredArchive> read_cached_archive(const FileTree& tree, const std::string& path,
                                                    const std::string& display_path, const std::string& purl,
                                                    const std::string& integrity, std::uint64_t most_unpacked,
                                                    std::vector<model::FileUnread>& unread);

}  // namespace cordon::app
