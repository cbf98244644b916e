// What a package client says about a script in the script's environment. Nothing else of an environment is kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cordon::host {

struct ClientEnvironment {
  std::optional<std::string> package_name;       // npm_package_name
  std::optional<std::string> package_version;    // npm_package_version
  std::optional<std::string> package_integrity;  // npm_package_integrity; absent for the text "null", which means none
  std::optional<std::string> package_resolved;   // npm_package_resolved; likewise
  std::optional<std::string> package_json;       // npm_package_json: path of the package's manifest
  std::optional<std::string> lifecycle_event;    // npm_lifecycle_event: preinstall, install, postinstall, npx, ...
  std::optional<std::string> lifecycle_script;   // npm_lifecycle_script: its text
  std::optional<std::string> initial_directory;  // INIT_CWD: where the client was started
  std::optional<std::string> workflow_run;       // GITHUB_RUN_ID
  bool operator==(const ClientEnvironment&) const = default;
};

// Picks those out of a block "KEY=VALUE\0KEY=VALUE\0". A last entry without NUL, which a limit has cut, is left out.
// Where a key comes twice the first counts, as for getenv(3). Credentials in addresses are taken out.
ClientEnvironment client_environment(std::string_view block);

}  // namespace cordon::host
