// What the package clients' own configuration says about registries: .npmrc, .yarnrc.yml, bunfig.toml, environment.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::inventory {

struct ClientConfig {
  std::string default_registry;                            // base URL; empty: the client's built-in public one
  std::map<std::string, std::string, std::less<>> scopes;  // "@acme" -> base URL
  bool ignore_scripts = false;                             // recorded policy: install scripts do not run
  bool says_of_scripts = false;                            // a file says whether they run, one way or the other
  std::string ignore_scripts_place;                        // file:line that says so
  std::vector<std::string> sources;                        // files that were read, as displayed

  // Base URL for a package by its scope; empty for the built-in public registry.
  std::string_view registry_for(std::string_view package_name) const;
};

}  // namespace cordon::inventory
