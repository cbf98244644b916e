// .npmrc, .yarnrc, .yarnrc.yml, bunfig.toml and pnpm-workspace.yaml: the same text as each of them, alone and all
// together; and as lines of the environment.
#include <string>

#include "check_inventory.h"
#include "inventory/client_config_read.h"
#include "inventory/client_ways.h"
#include "inventory/guards.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

using Files = std::map<std::string, std::string, std::less<>>;
using model::Client;

constexpr const char* kNames[] = {".npmrc", ".yarnrc", ".yarnrc.yml", "bunfig.toml", "pnpm-workspace.yaml"};
constexpr Client kClients[] = {Client::npm,  Client::yarn_classic, Client::yarn_berry,
                               Client::pnpm, Client::bun,          Client::deno};
constexpr std::string_view kBelow = "https://below.example.test/";

// A web address without the user and the password that the file may have put into it.
void check_address(std::string_view url) {
  fuzz::expect(fuzz::is_visible(url));
  const std::size_t host = url.find("://");
  fuzz::expect(host != std::string_view::npos && (url.starts_with("http://") || url.starts_with("https://")));
  const std::string_view rest = url.substr(host + 3);
  fuzz::expect(rest.substr(0, rest.find_first_of("/\\")).find('@') == std::string_view::npos);
  fuzz::expect(rest.find_first_of("?# ") == std::string_view::npos);
}

void check_scopes(const std::map<std::string, std::string, std::less<>>& scopes) {
  for (const auto& [name, url] : scopes) {
    fuzz::expect(name.starts_with('@') && utf8::find_invalid(name) == std::string_view::npos);
    check_address(url);
  }
}

void check_config(const ClientConfig& config, const fuzz::FileLines& files) {
  check_address(config.default_registry);
  check_scopes(config.scopes);
  for (const auto& [name, url] : config.scopes)
    fuzz::expect(config.registry_for(name + "/a") == url || name.find('/') != std::string::npos);
  if (config.scripts_off.empty()) return;
  const std::size_t colon = config.scripts_off.rfind(':');
  const auto file = files.find(config.scripts_off.substr(0, colon));
  const int line = std::stoi(config.scripts_off.substr(colon + 1));
  fuzz::expect(file != files.end() && line >= 1 && static_cast<std::uint32_t>(line) <= file->second);
}

// The user has a registry in each file, so that every client has one.
UserConfig user_config() {
  UserConfig user;
  for (ConfigSource* source : {&user.files.npmrc, &user.files.yarnrc_yml}) {
    source->default_registry = kBelow;
    source->scopes["@below"] = kBelow;
  }
  return user;
}

void check_files(const Files& texts) {
  fuzz::FileLines files;
  Files tree_files;
  for (const auto& [name, text] : texts) {
    files.emplace("app/" + name, fuzz::lines_of(text));
    tree_files.emplace("sub/" + name, text);
  }
  const MemoryTree tree(std::move(tree_files));
  const UserConfig user = user_config();
  std::vector<model::FileUnread> unread, again;
  const ClientConfigs configs = read_client_configs(tree, "sub", "app", user, unread);
  const ClientConfigs second = read_client_configs(tree, "sub", "app", user, again);
  for (const Client client : kClients) {
    const ClientConfig &first = configs.of(client), &other = second.of(client);
    check_config(first, files);
    fuzz::expect(first.scopes.contains("@below"));
    fuzz::expect(client != Client::deno || first.scripts_off.empty());
    fuzz::expect(other.default_registry == first.default_registry && other.scopes == first.scopes &&
                 other.scripts_off == first.scripts_off);
  }
  for (const model::FileUnread& note : unread) fuzz::check_unread(note, files);
  fuzz::expect(again == unread);
}

// Each line is a variable. It proves nothing: no client's scripts are off by it.
void check_environment(const std::string& text) {
  std::vector<std::string> variables;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    variables.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  std::vector<model::FileUnread> unread;
  const UserConfig user = read_user_config(nullptr, "", variables, unread);
  for (const ConfigSource& source : user.environment) {
    if (!source.default_registry.empty()) check_address(source.default_registry);
    check_scopes(source.scopes);
  }
  fuzz::expect(unread.size() <= 1);
  const ClientConfigs configs = read_client_configs(MemoryTree({}), "", ".", user, unread);
  for (const Client client : kClients) fuzz::expect(configs.of(client).scripts_off.empty());
}

// The same settings in the same order, whatever stands there; those that are said have a line of the text.
void check_guards(const std::string& text) {
  for (const ConfigForm form : {ConfigForm::npmrc, ConfigForm::yarnrc, ConfigForm::yarnrc_yml, ConfigForm::bunfig,
                                ConfigForm::pnpm_workspace}) {
    const std::vector<Guard> none = read_guards(form, ""), guards = read_guards(form, text);
    fuzz::expect(guards.size() == none.size());
    for (std::size_t i = 0; i < guards.size(); ++i) {
      fuzz::expect(guards[i].key == none[i].key && guards[i].level >= 0);
      fuzz::expect(guards[i].line <= static_cast<std::uint64_t>(std::ranges::count(text, '\n')) + 1);
      if (guards[i].line == 0) fuzz::expect(guards[i].level == none[i].level);
    }
  }
}

// Each has a line of the text, and no password.
void check_ways(const std::string& text) {
  for (const ConfigForm form :
       {ConfigForm::npmrc, ConfigForm::yarnrc, ConfigForm::yarnrc_yml, ConfigForm::bunfig, ConfigForm::pnpm_workspace})
    for (const ClientWay& way : read_client_ways(form, text)) {
      fuzz::expect(!way.key.empty() && way.line >= 1);
      fuzz::expect(way.line <= static_cast<std::uint64_t>(std::ranges::count(text, '\n')) + 1);
      const std::size_t host = way.value.find("://");
      if (way.kind != WayKind::proxy || host == std::string::npos) continue;
      fuzz::expect(way.value.substr(host + 3).find('@') == std::string::npos);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Files all;
  for (const char* name : kNames) {
    check_files({{name, text}});
    all.emplace(name, text);
  }
  check_files(all);
  check_environment(text);
  check_guards(text);
  check_ways(text);
  return 0;
}
