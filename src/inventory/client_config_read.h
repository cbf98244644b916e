// Reads the package clients' own configuration files. Tokens and passwords in them are never kept.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "inventory/client_config.h"
#include "model/generated/model.h"

namespace cordon::inventory {

// The files of one folder: .npmrc, .yarnrc, .yarnrc.yml, bunfig.toml, .bunfig.toml, where they are there. What they say
// goes before `below` (the user's own configuration); of several files the client's own order does not matter here,
// because each client reads only its own. A file that cannot be read, or a line that makes no sense, becomes unread.
ClientConfig read_client_config(const FileTree& tree, std::string_view directory, const std::string& display_directory,
                                const ClientConfig& below, std::vector<model::FileUnread>& unread);

// npm_config_registry, NPM_CONFIG_REGISTRY, BUN_CONFIG_REGISTRY, YARN_NPM_REGISTRY_SERVER, npm_config_ignore_scripts.
void add_environment(const std::function<std::string(const char*)>& variable, ClientConfig& config);

}  // namespace cordon::inventory
