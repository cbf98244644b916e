// What a project tells pnpm beside the lockfile: pnpm-workspace.yaml (pnpm 10 and later keep all settings there) and
// the "pnpm" object of the root package.json (pnpm up to 10).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "base/limits.h"
#include "base/result.h"
#include "model/inventory.h"

namespace cordon::inventory::npm {

// A package whose install scripts the project decided about.
struct BuildRule {
  std::string package;  // as written: a name, or a name with versions ("a@1.0.0 || 2.0.0")
  bool allowed = false;
  std::string setting;  // the key that says so
  model::Place place;
};

struct PnpmWorkspace {
  std::vector<std::string> packages;  // globs of the workspace packages, in order
  std::vector<model::Override> overrides;
  std::vector<BuildRule> builds;
  bool builds_listed_only = false;  // a list of allowed packages is there: nothing else may build
  bool builds_everything = false;   // dangerouslyAllowAllBuilds
  model::Place builds_place;        // of the setting that makes either true
  std::map<std::string, std::string, std::less<>> named_registries;     // name -> base URL
  std::map<std::string, std::string, std::less<>> config_dependencies;  // name -> "version+integrity", as written
  std::vector<model::FileUnread> unread;                                // settings of the wrong type
};

// Fails with what yaml::parse fails with, and wrong_type when the file is no mapping. An empty file has no settings.
Result<PnpmWorkspace> read_pnpm_workspace(std::string text, std::string_view display_path, const Limits& limits = {});

// The "pnpm" object of a package.json; one without it gives no settings. Fails as json::parse does, and with wrong_type
// when the file or that member is no object.
Result<PnpmWorkspace> read_pnpm_manifest(std::string text, std::string_view display_path, const Limits& limits = {});

// A mapping of overrides, pattern and replacement as written: "a", "a@1", "a@>=1.2.0 <2", "parent@1>child", and
// "1.0.0", "npm:other@1", "-" (removes the dependency), "$a" (the project's own range), "catalog:". A replacement that
// is no text goes to `unread`.
std::vector<model::Override> read_override_map(const Value& overrides, std::string_view display_path,
                                               std::vector<model::FileUnread>& unread);

}  // namespace cordon::inventory::npm
