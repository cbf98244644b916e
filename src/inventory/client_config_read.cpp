#include "inventory/client_config_read.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace cordon::inventory {
namespace {

using model::Client;

constexpr std::uint64_t kMostBytes = 1u << 20;
constexpr Client kClients[] = {Client::npm,  Client::yarn_classic, Client::yarn_berry,
                               Client::pnpm, Client::bun,          Client::deno};

std::string inside(std::string_view directory, std::string_view name) {
  std::string path(directory);
  if (!path.empty()) path += '/';
  return path.append(name);
}

// The folder above, "" for that of the path's first name.
std::string_view above(std::string_view directory) {
  return directory.substr(0, directory.find_last_of('/') == std::string_view::npos ? 0 : directory.find_last_of('/'));
}

// The files of one folder and how it is displayed.
class Folder {
 public:
  Folder(const FileTree& tree, std::string_view directory, std::string_view display,
         std::vector<model::FileUnread>& unread)
      : tree_(tree), directory_(directory), display_(display == "." ? "" : display), unread_(unread) {}

  ConfigSource read(ConfigForm form, std::string_view name) const {
    const std::string display = inside(display_, name);
    const Result<std::string> text = tree_.read(inside(directory_, name), kMostBytes);
    if (text) return read_config_source(form, *text, display, unread_);
    if (text.error().code != ErrorCode::not_found)
      unread_.push_back({display, 0, std::string(to_string(text.error().code)),
                         "client configuration: " + text.error().message, true});
    return {};
  }

 private:
  const FileTree& tree_;
  std::string_view directory_, display_;
  std::vector<model::FileUnread>& unread_;
};

ConfigFiles project_files(const FileTree& tree, std::string_view directory, std::string_view display,
                          std::vector<model::FileUnread>& unread) {
  const Folder folder(tree, directory, display, unread);
  ConfigFiles files;
  files.npmrc = folder.read(ConfigForm::npmrc, ".npmrc");
  files.yarnrc = folder.read(ConfigForm::yarnrc, ".yarnrc");
  files.yarnrc_yml = folder.read(ConfigForm::yarnrc_yml, ".yarnrc.yml");
  files.bunfig = folder.read(ConfigForm::bunfig, "bunfig.toml");
  files.pnpm_workspace = folder.read(ConfigForm::pnpm_workspace, "pnpm-workspace.yaml");
  while (!directory.empty()) {
    directory = above(directory);
    display = above(display);
    const Folder parent(tree, directory, display, unread);
    files.yarnrc_yml.add_below(parent.read(ConfigForm::yarnrc_yml, ".yarnrc.yml"));
  }
  return files;
}

// The place that turns scripts off, where one of the sources does and none turns them on.
std::string scripts_off(std::initializer_list<const ConfigSource*> project, const ConfigSource& environment) {
  if (environment.scripts == Scripts::run) return {};
  std::string place;
  for (const ConfigSource* source : project) {
    if (source->scripts == Scripts::run) return {};
    if (source->scripts == Scripts::off && place.empty()) place = source->scripts_place;
  }
  return place;
}

// "NPM-Config_userconfig" -> "userconfig"; empty for what is no setting of npm's.
std::string npm_setting_of(std::string_view variable) {
  constexpr std::string_view kPrefix = "npm_config_";
  std::string name(variable.substr(0, variable.find('=')));
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : std::string();
}

ConfigSource read_named(const std::string& path, const OpenNamed& open, std::vector<model::FileUnread>& unread) {
  const Result<std::string> text = open(path);
  if (text) return read_config_source(ConfigForm::npmrc, *text, path, unread);
  // As for npm: what is named and not there says nothing.
  if (text.error().code == ErrorCode::not_found || path == "/dev/null") return {};
  unread.push_back({path, 0, std::string(to_string(text.error().code)),
                    "client configuration that the environment names: " + text.error().message, true});
  return {};
}

std::string behind(const UserConfig& user, std::string registry) {
  const auto gate = user.gates.find(registry);
  return gate == user.gates.end() ? registry : gate->second;
}

}  // namespace

std::string npm_path_of(std::string_view setting, std::span<const std::string> environment) {
  std::string path;
  for (const std::string& variable : environment)
    if (const std::size_t equals = variable.find('='); equals != std::string::npos && equals + 1 < variable.size())
      if (npm_setting_of(variable) == setting) path = variable.substr(equals + 1);
  return path;
}

UserConfig read_user_config(const FileTree* home, const std::string& display_home,
                            std::span<const std::string> environment, std::vector<model::FileUnread>& unread,
                            const OpenNamed& open) {
  UserConfig user;
  const std::string named = open ? npm_path_of("userconfig", environment) : "";
  const std::string for_all = open ? npm_path_of("globalconfig", environment) : "";
  if (!named.empty()) user.files.npmrc = read_named(named, open, unread);
  for (const Client client : kClients)
    user.environment[static_cast<std::size_t>(client)] = read_config_environment(client, environment, unread);
  if (home != nullptr && named.empty())
    user.files.npmrc = Folder(*home, "", display_home, unread).read(ConfigForm::npmrc, ".npmrc");
  if (!for_all.empty()) user.files.npmrc.add_below(read_named(for_all, open, unread));
  if (home == nullptr) return user;
  const Folder folder(*home, "", display_home, unread);
  user.files.yarnrc = folder.read(ConfigForm::yarnrc, ".yarnrc");
  user.files.yarnrc_yml = folder.read(ConfigForm::yarnrc_yml, ".yarnrc.yml");
  user.files.bunfig = folder.read(ConfigForm::bunfig, ".bunfig.toml");
  return user;
}

void see_through(std::map<std::string, std::string, std::less<>> gates, UserConfig& user) {
  user.gates = std::move(gates);
  ConfigFiles& files = user.files;
  for (ConfigSource* source : {&files.npmrc, &files.yarnrc, &files.yarnrc_yml, &files.bunfig, &files.pnpm_workspace})
    source->default_registry = behind(user, std::move(source->default_registry));
  for (ConfigSource& source : user.environment)
    source.default_registry = behind(user, std::move(source.default_registry));
}

ClientConfigs read_client_configs(const FileTree& tree, std::string_view directory,
                                  const std::string& display_directory, const UserConfig& user,
                                  std::vector<model::FileUnread>& unread) {
  const ConfigFiles project = project_files(tree, directory, display_directory, unread);
  const ConfigFiles& own = user.files;
  ClientConfigs configs;
  using Sources = std::initializer_list<const ConfigSource*>;
  const auto set = [&](Client client, Sources highest_first, Sources on_scripts) {
    const ConfigSource& environment = user.environment_of(client);
    ConfigSource whole = environment;
    for (const ConfigSource* source : highest_first) whole.add_below(*source);
    configs.of(client) = {behind(user, std::move(whole.default_registry)), std::move(whole.scopes),
                          scripts_off(on_scripts, environment)};
  };
  set(Client::npm, {&project.npmrc, &own.npmrc}, {&project.npmrc});
  set(Client::yarn_classic, {&project.npmrc, &own.npmrc, &project.yarnrc, &own.yarnrc}, {&project.yarnrc});
  set(Client::yarn_berry, {&project.yarnrc_yml, &own.yarnrc_yml}, {&project.yarnrc_yml});
  set(Client::pnpm, {&project.pnpm_workspace, &project.npmrc, &own.npmrc}, {&project.pnpm_workspace, &project.npmrc});
  if (project.pnpm_workspace.scripts != project.npmrc.scripts) configs.of(Client::pnpm).scripts_off.clear();
  set(Client::bun, {&project.npmrc, &own.npmrc, &project.bunfig, &own.bunfig}, {&project.bunfig, &project.npmrc});
  set(Client::deno, {&project.npmrc, &own.npmrc}, {});
  return configs;
}

}  // namespace cordon::inventory
