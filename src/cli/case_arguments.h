// What `case` does: new, add, report, verify.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/pack_arguments.h"

namespace cordon::cli {

enum class CaseVerb : std::uint8_t { create, add, report, verify };

struct CaseArguments {
  CommonArguments common;
  CaseVerb verb = CaseVerb::create;
  std::string folder;
  std::string title;               // new
  std::vector<std::string> files;  // add
  std::string note;                // add
  std::string form = "markdown";   // report: --format
  std::string output;              // report; empty: standard output
  std::string noted;               // verify: --end
  std::string format = "text";     // new, add, verify
};

}  // namespace cordon::cli
