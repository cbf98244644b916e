// What one source of configuration says: a file in the form of one client, or variables of the environment. Tokens and
// passwords are never kept.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/generated/model.h"
#include "model/inventory.h"

namespace cordon::inventory {

enum class Scripts : std::uint8_t { unsaid, run, off };

struct ConfigSource {
  std::string default_registry;                            // base URL; empty: it names none
  std::map<std::string, std::string, std::less<>> scopes;  // "@acme" -> base URL
  Scripts scripts = Scripts::unsaid;                       // whether install scripts run
  std::string scripts_place;                               // file:line that says so
  std::string cache;                                       // npm's folder of cache and logs, as written; empty: unsaid

  // Fills what this source does not say.
  void add_below(const ConfigSource& below);
};

enum class ConfigForm : std::uint8_t {
  npmrc,           // npm's ini
  yarnrc,          // yarn 1
  yarnrc_yml,      // yarn 2 and newer
  bunfig,          // bun's TOML
  pnpm_workspace,  // pnpm-workspace.yaml, settings of pnpm 10 and newer
};

// Hands out the settings of an .npmrc, each with its line, as npm's ini reads them: quotes, comments and escapes
// undone, "true" for a key alone. What stands behind the first section is the section's own: to npm it says nothing.
void each_npmrc_setting(
    std::string_view text,
    const std::function<void(std::string_view key, std::string_view value, std::uint32_t line)>& take);

// In one file the last word on a setting counts, as in the clients. A file that cannot be read as a whole, or a
// registry that is no web address (a variable the client would expand), becomes unread and says nothing.
ConfigSource read_config_source(ConfigForm form, const std::string& text, const std::string& display_path,
                                std::vector<model::FileUnread>& unread);

// What the environment says to this client. `variables` are "NAME=value" in their order: of two spellings of one
// variable the last counts, as in the clients.
//   npm                npm_config_*, in letters of any case; "_" and "-" are the same
//   yarn 1             the same before yarn_*; whether scripts run only in yarn_ignore_scripts
//   yarn 2 and newer   yarn_npm_registry_server, yarn_enable_scripts, in letters of any case
//   pnpm               pnpm_config_* (11 and newer; all small or all capital) before npm_config_* (up to 10)
//   bun                BUN_CONFIG_REGISTRY, NPM_CONFIG_REGISTRY, npm_config_registry, spelled so; nothing of scripts
//   deno               NPM_CONFIG_REGISTRY, spelled so
ConfigSource read_config_environment(model::Client client, std::span<const std::string> variables,
                                     std::vector<model::FileUnread>& unread);

}  // namespace cordon::inventory
