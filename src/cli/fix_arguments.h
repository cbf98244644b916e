// What `fix` takes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/pack_arguments.h"

namespace cordon::cli {

struct FixArguments {
  CommonArguments common;
  std::vector<std::string> paths;  // default "."
  bool plan = false, apply = false;
  std::vector<std::string> from;      // --from FILE|FOLDER
  std::vector<std::string> packages;  // --package
  std::vector<std::string> packs;     // --pack FILE
  std::string index;                  // --index FILE; empty: the one at its usual place, if there is one
  bool no_knowledge = false, no_cache = false, no_history = false;
  bool online = false;
  std::uint32_t online_seconds = 120;  // --online-timeout
  bool forward = false;                // --forward
  std::string severity;                // --severity; empty: high
  std::string minimum_age;             // --minimum-age; empty: 3d
  std::string format = "text";
  std::vector<std::string> outputs;  // FORMAT=FILE
};

}  // namespace cordon::cli
