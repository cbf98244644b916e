// Reads the package clients' own configuration, in the order each of them has.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "inventory/client_config.h"
#include "inventory/config_source.h"

namespace cordon::inventory {

// Of one folder; what is not there says nothing.
struct ConfigFiles {
  ConfigSource npmrc, yarnrc, yarnrc_yml, bunfig, pnpm_workspace;
};

// What this machine says around every project.
struct UserConfig {
  ConfigFiles files;                        // of the user's home folder
  std::array<ConfigSource, 6> environment;  // by model::Client
  // Gates that a client may be told of, and the registry behind each; empty: the client's own.
  std::map<std::string, std::string, std::less<>> gates;

  const ConfigSource& environment_of(model::Client client) const {
    return environment[static_cast<std::size_t>(client)];
  }
};

// The path that the environment gives npm for one of its own files, "userconfig" or "globalconfig", as written; empty
// where it gives none. Letters of any case; of two spellings the last counts.
std::string npm_path_of(std::string_view setting, std::span<const std::string> environment);

// Reads a file by a path as npm's settings write it.
using OpenNamed = std::function<Result<std::string>(const std::string& path)>;

// .npmrc, .yarnrc, .yarnrc.yml and .bunfig.toml of the home folder (null: there is none), and the environment: lines
// "NAME=value". Where that names another file in place of the user's .npmrc, or one for all users below it, `open`
// reads it. What cannot be read becomes unread; what is not there says nothing.
UserConfig read_user_config(const FileTree* home, const std::string& display_home,
                            std::span<const std::string> environment, std::vector<model::FileUnread>& unread,
                            const OpenNamed& open = {});

// Puts the registry behind a gate in the place of the gate, here and in what read_client_configs makes of projects:
// what a gate hands out is that registry's.
void see_through(std::map<std::string, std::string, std::less<>> gates, UserConfig& user);

// The configuration of each client for the project in `directory`: its .npmrc, .yarnrc, .yarnrc.yml (also those of the
// folders above it in the tree, as yarn reads them), bunfig.toml and pnpm-workspace.yaml, with what the user has. The
// highest that names a registry counts:
//   npm, deno          environment, project, user
//   yarn 1             environment, .npmrc of the project and the user, then .yarnrc of both
//   yarn 2 and newer   environment, project, folders above, user
//   pnpm               environment, pnpm-workspace.yaml, .npmrc of the project and the user
//   bun                environment, .npmrc of the project and the user, then bunfig of both
// Scripts are off where a file of the project turns them off that this client reads, and neither another such file nor
// the environment turns them on. yarn 1 does not read that from .npmrc, deno has no such setting; of pnpm both files
// must say it, because versions up to 10.4 read the one and 11 the other.
ClientConfigs read_client_configs(const FileTree& tree, std::string_view directory,
                                  const std::string& display_directory, const UserConfig& user,
                                  std::vector<model::FileUnread>& unread);

}  // namespace cordon::inventory
