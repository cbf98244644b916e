// package.json of an installed package: what an inventory of the installed tree needs of it, without keeping the text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "model/generated/model.h"

namespace cordon::inventory::npm {

struct InstalledDependency {
  std::string name;   // as declared: an alias keeps its alias
  std::string range;  // as written; empty where it is no text
  model::EdgeKind kind = model::EdgeKind::runtime;
  std::uint32_t line = 0;
};

struct InstalledManifest {
  std::string name;  // empty where there is none
  std::string version;
  std::uint32_t version_line = 0;  // 0 where there is none
  // One a name, as npm counts them: devDependencies (if asked for) before optional, runtime, peer.
  std::vector<InstalledDependency> dependencies;
  std::vector<std::string> bundled;  // bundleDependencies, or its old spelling
  bool bundles_all = false;          // "bundleDependencies": true
  bool install_script = false;       // a preinstall, install or postinstall script that is not empty
  bool own_build_script = false;     // preinstall or install: then npm builds no binding.gyp by itself
  bool builds_native = true;         // false: "gypfile": false forbids that build
  std::string resolved, integrity;   // _resolved, _integrity: npm up to version 6 wrote them
  std::string requested;             // _requested.raw, or _from: what npm up to version 6 was asked for
  bool in_bundle = false;            // _inBundle
  std::vector<std::string> licences;
  std::vector<std::string> malformed;  // members that are not what npm allows there
};

// Reads the text of a package.json; `with_development` for a folder of the user's own, whose devDependencies count.
// Fails as json::parse does, and with wrong_type when the document is no object.
// Specification: npm's documentation of package.json, and of registry metadata for the members with '_'.
Result<InstalledManifest> parse_installed_manifest(std::string text, bool with_development, const Limits& limits = {});

}  // namespace cordon::inventory::npm
