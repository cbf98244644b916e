// What the commands about happenings take.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/pack_arguments.h"

namespace cordon::cli {

struct HuntArguments {
  CommonArguments common;
  std::vector<std::string> paths;     // empty: the working directory and the user's npm cache
  std::vector<std::string> packages;  // --package
  std::vector<std::string> events;    // --events FILE
  std::vector<std::string> packs;     // --pack FILE
  bool no_knowledge = false;
  std::string format = "text";
  std::vector<std::string> outputs;  // FORMAT=FILE
  std::uint32_t jobs = 0;
};

struct TrafficArguments {
  CommonArguments common;
  std::string source;               // a capture file, else an interface
  std::vector<std::string> events;  // --events FILE
  std::vector<std::string> packs;   // --pack FILE
  bool no_knowledge = false;
  std::uint32_t duration_seconds = 0;  // of an interface; 0: until it is interrupted
  std::string fail_on;                 // empty: settings, else high
  std::string format = "text";
  std::vector<std::string> outputs;  // FORMAT=FILE
};

struct WatchArguments {
  CommonArguments common;
  std::string events;                               // --events FILE: what is seen, and what is concluded
  std::string spool;                                // --spool FILE
  std::uint32_t rotate_mib = 256, rotate_keep = 4;  // of --events
  std::string replay;                               // --replay FILE; empty: the kernel sensor
  std::vector<std::string> packs;                   // --pack FILE
  bool no_knowledge = false;
  std::uint32_t duration_seconds = 0;  // 0: until it is interrupted
  std::string fail_on;                 // empty: settings, else high
  std::string format = "text";
  std::vector<std::string> outputs;  // FORMAT=FILE
};

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
