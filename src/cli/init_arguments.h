// What `init` takes.
#pragma once

#include <string>
#include <vector>

namespace cordon::cli {

struct InitArguments {
  std::string path = ".";
  bool github = false, gitlab = false, pre_commit = false;
  std::string ci;  // auto, none; empty: auto where no system is named
  bool force = false, print = false;
  std::string format = "text";
  std::vector<std::string> outputs;  // FORMAT=FILE
  bool quiet = false;
  std::string color = "auto";
};

}  // namespace cordon::cli
