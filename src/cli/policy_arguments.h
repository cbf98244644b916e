// What `policy` takes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/pack_arguments.h"

namespace cordon::cli {

enum class PolicyVerb : std::uint8_t { explain, test };

struct PolicyArguments {
  CommonArguments common;
  PolicyVerb verb = PolicyVerb::explain;
  std::string package, path = ".";    // explain: whose releases, and where; no package: the rules alone
  std::vector<std::string> archives;  // explain: --archives FOLDER
  std::string folder;                 // test
  std::string format = "text";
  std::vector<std::string> outputs;  // FORMAT=FILE
};

}  // namespace cordon::cli
