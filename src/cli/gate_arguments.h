// What `gate` takes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/pack_arguments.h"
#include "policy/age_window.h"

namespace cordon::cli {

enum class GateVerb : std::uint8_t { serve, exec, explain, waive, setup, unset, policy };

struct GateArguments {
  CommonArguments common;
  GateVerb verb = GateVerb::serve;
  std::string listen, folder, upstream, minimum_age;  // empty: settings
  std::string events;                                 // --events FILE
  bool observe = false, no_knowledge = false;
  std::vector<std::string> packs;            // --pack FILE
  std::string index;                         // --index FILE
  std::vector<std::string> command;          // exec
  std::string package;                       // explain, waive
  std::string rule, owner, reason, expires;  // waive
  std::int64_t remove = 0;                   // waive: the number of the one to take back
  std::string format = "text";               // explain, waive, setup, unset
  std::string client, url;                   // setup, unset
  bool of_user = false, dry_run = false;
  std::string project;                 // setup, unset: --project DIR
  std::vector<policy::AgeTool> tools;  // policy
};

}  // namespace cordon::cli
