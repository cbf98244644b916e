// The commands in a package's binding.gyp and in the files that it includes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/target.h"
#include "base/limits.h"
#include "model/generated/model.h"

namespace cordon::app {

struct GypRun {
  std::string when;  // configure, build
  std::string text;
  std::string path;  // of the file, in the tree
  std::uint32_t line = 0;
};

struct GypRuns {
  std::vector<GypRun> runs;
  std::vector<model::FileUnread> unread;
};

// Reads binding.gyp of the folder and what it includes, inside the tree: at most kMostGypFiles files. What an include
// names by a variable is unread; so is one that is not there (code not_written_yet), which
// leaves the answer complete.
inline constexpr std::size_t kMostGypFiles = 64;
GypRuns read_gyp_runs(const Target& target, std::string_view directory, const Limits& limits);

}  // namespace cordon::app
