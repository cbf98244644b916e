// What the commands about happenings take.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/pack_arguments.h"

namespace cordon::cli {

struct EventsArguments {
  CommonArguments common;
  std::vector<std::string> files;
  std::vector<std::string> kinds, packages;  // --kind, --package
  std::vector<std::uint32_t> pids;           // --pid
  std::string since, until;                  // RFC 3339, UTC
  std::string contains;
  bool follow = false;
  std::string format = "text";
};

}  // namespace cordon::cli
