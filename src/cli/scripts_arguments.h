// What `scripts` takes.
#pragma once

#include <string>
#include <vector>

#include "cli/pack_arguments.h"

namespace cordon::cli {

struct ScriptsArguments {
  CommonArguments common;
  std::vector<std::string> paths;  // default "."
  std::string format = "text";
  std::vector<std::string> outputs;  // FORMAT=FILE
  std::string allow_list;            // npm, pnpm, bun, lavamoat, cordon; empty: the report
};

}  // namespace cordon::cli
