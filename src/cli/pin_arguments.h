// What `pin` takes.
#pragma once

#include <string>
#include <vector>

#include "cli/pack_arguments.h"

namespace cordon::cli {

struct PinArguments {
  CommonArguments common;
  std::vector<std::string> paths;  // default "."
  bool plan = false, apply = false;
  bool all = false;
  std::vector<std::string> from;  // --from FILE|FOLDER|REF
  std::string actions;            // --actions FILE; empty: none
  bool no_history = false, no_cache = false, no_knowledge = false;
  std::string format = "text";
  std::vector<std::string> outputs;  // FORMAT=FILE
};

}  // namespace cordon::cli
