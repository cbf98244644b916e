// Whether a dependency's install scripts run, by the settings and lists of a project: each client's own rules.
#pragma once

#include <string>
#include <string_view>

#include "inventory/client_config.h"
#include "inventory/npm/allow_lists.h"
#include "model/generated/scripts_report.h"
#include "model/inventory.h"

namespace cordon::inventory::npm {

struct BuildDecision {
  model::RunState state = model::RunState::runs;
  std::string decided_by;  // "package.json:7: allowScripts"; empty: nothing decides
  bool denied = false;     // a list names it, and says no
};

// What installs a project.
struct BuildPolicy {
  model::Client client = model::Client::npm;
  std::string lock_format;  // "pnpm-lock 9.0": which versions of a client may have written it
  std::string scripts_off;  // ClientConfig::scripts_off of that client
  std::string scripts_on;   // file:line of the project that turns them on; yarn 2 and newer
  AllowLists lists;
};

// The rules:
//   npm                ignore-scripts, then allowScripts: a denial wins, and npm 12 runs nothing that it does not
//                      allow; since older ones run it and npm enforces no packageManager, both leave it unknown; a
//                      pinned approval counts only where the lockfile has the address that tells the version
//   yarn 1             ignore-scripts
//   yarn 2 and newer   built: false; enableScripts: false, which is the default from 4.14, except for what is
//                      "built": true
//   pnpm               ignore-scripts, dangerouslyAllowAllBuilds, what is allowed, a denial; pnpm 10 runs nothing else
//   bun                trustedDependencies, else a list of its own, which is not known here
//   deno               what its command line or deno.json allows, which is not read
//
// Where scripts are off, those that LavaMoat's list allows are run by its own command. `way` is the package's key
// there. A pinned entry counts for the version it names only, and only for packages of a registry.
BuildDecision decide_dependency(const BuildPolicy& policy, const model::Component& component, std::string_view way);

// The same for the project's own scripts and those of its workspace packages, which no list governs; nor does
// enableScripts.
BuildDecision decide_project(const BuildPolicy& policy);

// "github:owner/repository#commit" for a repository on a host that npm has a shortcut for, else the address; empty
// where nothing pins it. npm's list names packages of git so.
std::string git_key(const model::Component& component);

// How pnpm's list names a package: "name@1.0.0", or the key of the lockfile for what comes from no registry; empty
// where it has none.
std::string pnpm_key(const model::Component& component);

// Whether npm knows the version of a package of a registry from its lockfile: without an address ("resolved",
// omit-lockfile-registry-resolved) only the archive's own package.json says it, which npm does not believe.
bool npm_knows_version(const model::Component& component);

}  // namespace cordon::inventory::npm
