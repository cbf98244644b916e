// Sets Cordon up in a project: its settings, and what CI runs.
#pragma once

#include <string>
#include <vector>

#include "app/init_files.h"
#include "base/file_tree.h"
#include "base/result.h"
#include "model/generated/init_report.h"

namespace cordon::app {

struct InitOptions {
  std::vector<CiSystem> systems;  // that are asked for
  bool detect = false;            // and those that the project uses already
  bool force = false;             // replace files that are there
  bool print = false;             // write nothing
};

// The folder stands at `folder`, and `tree` is what is in it. Nothing that is there is written over unless `force` says
// so, nothing is written through a link, and each file is there as a whole or not at all; where one cannot be written,
// those that were made before it are taken back. Files that are there with another content are kept and told. Fails
// with outside_root (a folder on the way is a link), not_a_regular_file, and as os::place_file does.
Result<model::InitReport> initialise(const FileTree& tree, const std::string& folder, const InitOptions& options);

}  // namespace cordon::app
