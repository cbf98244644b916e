// Programs and modules that the files of a project make a package client of the npm family run or load at install,
// whatever is set about install scripts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::inventory::npm {

struct ClientCode {
  std::string when;  // the setting that says so: "git", "yarnPath", "plugins", "configDependencies", ...
  std::string text;  // its value, or what is loaded
  std::uint32_t line = 0;
  std::string file;       // a file of the project that is loaded, as written, seen from the project's folder; or empty
  bool if_there = false;  // where there is no such file, nothing is loaded
};

// Whether a file of this name in a project's folder is one that read_client_code reads.
bool has_client_code(std::string_view file_name);

// What one such file says, by its name: .npmrc (git, shell, script-shell, node-options, onload-script, pnpmfile,
// global-pnpmfile), .yarnrc (yarn-path), .yarnrc.yml (yarnPath, plugins, enableConstraintsChecks), pnpm-workspace.yaml
// (pnpmfile, configDependencies, scriptShell, nodeOptions; the machine's own shells and options that load nothing left
// out), and .pnpmfile.cjs, .pnpmfile.mjs and pnpmfile.js, which are
// modules themselves. Fails as yaml::parse does, and with too_large.
Result<std::vector<ClientCode>> read_client_code(std::string_view file_name, const std::string& text,
                                                 const Limits& limits = {});

}  // namespace cordon::inventory::npm
