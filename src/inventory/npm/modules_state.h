// node_modules/.modules.yaml: what pnpm keeps about the tree it installed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::inventory::npm {

struct ModulesState {
  std::string package_manager;  // "pnpm@10.34.9"
  std::string virtual_store;    // folder of the packages, relative to node_modules; absolute where it is elsewhere
  std::string store;            // the machine's store, as written
  // Keys of packages, "name@version" with peers in brackets, or "/name/version" in old files.
  std::vector<std::string> pending_builds;  // their install scripts have not run: scripts were off
  std::vector<std::string> ignored_builds;  // their install scripts were not allowed to run
  std::vector<std::string> skipped;         // optional packages that do not fit this machine
};

// JSON, as pnpm writes it, or YAML, as its older versions did. Fails as json::parse and yaml::parse do, and with
// wrong_type when the document is no object. Members of another type are passed over.
Result<ModulesState> parse_modules_state(std::string text, const Limits& limits = {});

// Whether a key of such a list means this release: "/a/1.0.0", "a@1.0.0", "a@1.0.0(b@2.0.0)", "/a/1.0.0_b@2.0.0".
bool names_release(std::string_view key, std::string_view name, std::string_view version);

}  // namespace cordon::inventory::npm
