// Where a package client that runs as a command writes its lockfile.
#pragma once

#include <string>
#include <vector>

namespace cordon::cli {

// The working directory `here`, the folders that the command's words send the client to (--cwd, --prefix, --dir, -C),
// and of each without a lockfile the nearest one above that has one or is the root of workspaces. Absolute, each once.
std::vector<std::string> lockfile_folders(const std::vector<std::string>& command, const std::string& here);

}  // namespace cordon::cli
