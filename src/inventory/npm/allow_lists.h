// The lists of a project that say which packages may run code when they are installed, in each client's own form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "base/limits.h"
#include "base/result.h"
#include "inventory/npm/pnpm_workspace.h"
#include "model/inventory.h"

namespace cordon::inventory::npm {

struct AllowLists {
  std::string package_manager;        // "pnpm@10.4.1+sha512.…", as package.json has it; empty: it says none
  std::vector<BuildRule> npm;         // "allowScripts" (npm 11.16 and newer): keys as written
  std::vector<BuildRule> pnpm;        // onlyBuiltDependencies, neverBuilt…, ignoredBuilt…, allowBuilds; of both files
  bool pnpm_listed_only = false;      // what no rule allows does not run
  bool pnpm_everything = false;       // dangerouslyAllowAllBuilds
  model::Place pnpm_place;            // of the setting that makes either true
  std::vector<BuildRule> bun;         // "trustedDependencies"
  bool bun_listed = false;            // the list is there: bun's own list of trusted packages does not count
  model::Place bun_place;             // of that list
  std::vector<BuildRule> yarn_berry;  // "dependenciesMeta": {"name": {"built": …}}
  std::vector<BuildRule> lavamoat;    // "lavamoat": {"allowScripts": …}: keys are ways of names, "a>b"
};

// What package.json (its text; empty: there is none) says. A list or an entry of the wrong type goes to `unread`.
// Fails as json::parse does, and with wrong_type where the text is no object.
Result<AllowLists> read_allow_lists(std::string manifest, std::string_view display_path,
                                    std::vector<model::FileUnread>& unread, const Limits& limits = {});

// Adds what pnpm-workspace.yaml says. pnpm reads both files, and what either of them forbids is forbidden.
void add_pnpm_settings(PnpmWorkspace&& settings, AllowLists& lists);

}  // namespace cordon::inventory::npm
