#include "app/past_gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>
#include <utility>

#include "app/report_answer.h"
#include "base/file_tree.h"
#include "base/yaml.h"
#include "inventory/client_ways.h"
#include "inventory/formats.h"
#include "inventory/npm/client_code.h"
#include "inventory/project_config.h"
#include "model/default_registry.h"
#include "model/registries.h"

namespace cordon::app {
namespace {

using inventory::ConfigForm;
using model::Client;
using model::GateNoticeKind;

constexpr std::uint64_t kMostBytes = 1u << 20, kMostLockfileBytes = 256u << 20;

// Whether the client looks at such a file.
bool is_read(ConfigForm form, Client client) {
  switch (form) {
    case ConfigForm::npmrc: return client != Client::yarn_berry;
    case ConfigForm::yarnrc: return client == Client::yarn_classic;
    case ConfigForm::yarnrc_yml: return client == Client::yarn_berry;
    case ConfigForm::bunfig: return client == Client::bun;
    case ConfigForm::pnpm_workspace: return client == Client::pnpm;
  }
  return false;
}

// Of the files of a project in which the client may be told of a registry, the one that does; what counts more is
// looked at first.
std::string file_that_names(const FileTree& project, Client client, const std::string& registry) {
  for (const inventory::ProjectConfig& place : std::views::reverse(inventory::kProjectConfigs)) {
    const bool is_berry = place.form == ConfigForm::yarnrc_yml;
    if (is_berry != (client == Client::yarn_berry)) continue;
    const Result<std::string> text = project.read(place.name, kMostBytes);
    std::vector<model::FileUnread> ignored;
    if (text && inventory::read_config_source(place.form, *text, place.name, ignored).default_registry == registry)
      return place.name;
  }
  return "another file";
}

void tell_overridden(const PastGate& input, const inventory::ClientConfig& config,
                     std::vector<model::GateNotice>& out) {
  if (config.default_registry == input.url) return;
  const std::string& named = config.default_registry;
  const bool by_environment = input.user.environment_of(input.client).default_registry == named && !named.empty();
  const std::string who = by_environment             ? "a variable of the environment"
                          : input.project == nullptr ? "another file"
                                                     : file_that_names(*input.project, input.client, named);
  out.push_back({GateNoticeKind::overridden,
                 fmt::format("{} names {}, which counts more: {} asks that registry and not the gate", who,
                             named.empty() ? "no registry" : named, name_of(input.client)),
                 by_environment ? "take the variable away where packages are installed"
                                : "set the project up, too: 'cordon gate setup " +
                                      std::string(name_of(input.client).substr(0, name_of(input.client).find(' '))) +
                                      " --project .'"});
}

void tell_scopes(const PastGate& input, const inventory::ClientConfig& config, std::vector<model::GateNotice>& out) {
  for (const auto& [scope, registry] : config.scopes) {
    if (registry.starts_with(input.url)) continue;
    const bool is_known = std::ranges::find(input.gate_scopes, scope) != input.gate_scopes.end();
    out.push_back(
        {GateNoticeKind::scope,
         fmt::format("packages of {} come from {}, past the gate: {} heeds a scope's registry before any other", scope,
                     registry, name_of(input.client)),
         is_known ? "the gate has a registry for this scope: take the scope's line out of the client's file"
                  : fmt::format("to have the gate judge them, write 'scopes: [{{scope: \"{}\", registry: "
                                "\"{}\"}}]' below 'gate' of your own cordon.yaml, and take the scope's line out of "
                                "the client's file",
                                scope, registry)});
  }
}

// Which addresses of a lockfile npm takes to its registry.
std::string replaced_host(const PastGate& input) {
  std::string out = "npmjs";
  const auto take = [&](std::string_view npmrc) {
    inventory::each_npmrc_setting(npmrc, [&](std::string_view key, std::string_view value, std::uint32_t) {
      if (key == "replace-registry-host") out = value;
    });
  };
  take(input.user_npmrc);
  if (input.project == nullptr) return out;
  if (const Result<std::string> npmrc = input.project->read(".npmrc", kMostBytes)) take(*npmrc);
  return out;
}

// "https://host:port" of what a client would ask.
std::string origin_of(std::string_view address) {
  std::string storage;
  const std::string_view whole = model::Registries::web_address(address, storage);
  const std::size_t host = whole.find("://");
  return host == std::string_view::npos ? "" : std::string(whole.substr(0, whole.find_first_of("/?#", host + 3)));
}

bool goes_past(const PastGate& input, std::string_view address, std::string_view replaced) {
  if (address.starts_with(input.url)) return false;
  if (input.client != Client::npm) return true;
  const std::string host = model::Registries::host_of(address);
  if (replaced == "always" || replaced == host) return false;
  return replaced != "npmjs" || host != model::Registries::host_of(model::default_registry("npm"));
}

void tell_lockfile(const PastGate& input, const inventory::Format& format, const inventory::ClientConfig& config,
                   std::vector<model::GateNotice>& out, std::vector<model::FileUnread>& unread) {
  Result<std::string> text = input.project->read(format.name, kMostLockfileBytes);
  if (!text && text.error().code == ErrorCode::not_found) return;
  if (text && inventory::client_of(format, *text) != input.client) return;
  const model::Registries registries;
  inventory::ReadContext context;
  context.display_path = format.name;
  context.tree = input.project;
  context.registries = &registries;
  context.client = &config;
  const auto read = text ? format.read(std::move(*text), context) : std::unexpected(text.error());
  if (!read) {
    unread.push_back({std::string(format.name), read.error().line, std::string(to_string(read.error().code)),
                      "which addresses it names: " + read.error().message, true});
    return;
  }
  const std::string replaced = replaced_host(input);
  std::map<std::string, std::uint64_t> origins;
  for (const model::Component& each : read->components)
    if (each.resolved && model::Registries::is_web_address(*each.resolved) &&
        goes_past(input, *each.resolved, replaced))
      ++origins[origin_of(*each.resolved)];
  for (const auto& [origin, count] : origins)
    out.push_back({GateNoticeKind::lockfile,
                   fmt::format("{} names {} at {}, which {} asks for them without the gate", format.name,
                               counted(count, "archive", "archives"), origin, name_of(input.client)),
                   input.client == Client::npm
                       ? "'replace-registry-host=always' in .npmrc has npm ask the gate for them"
                       : "let no installation reach that host; 'cordon scan' judges what the lockfile has"});
}

// Whether the environment of `gate exec` keeps the client from this proxy. yarn 1 takes a file's word above no_proxy,
// and yarn 2+ what a file says of the gate's own host.
bool is_kept_out(const PastGate& input, const inventory::ClientWay& way) {
  if (way.kind == inventory::WayKind::trust) return input.url.starts_with("http://");  // no certificate is shown
  return way.kind == inventory::WayKind::proxy && input.without_proxy && input.client != Client::yarn_classic &&
         way.key.find('.') == std::string::npos;
}

std::string below_project(std::string_view folder) {
  while (folder.starts_with("./")) folder.remove_prefix(2);
  return std::string(folder);
}

void tell_settings(const PastGate& input, std::vector<model::GateNotice>& out) {
  using inventory::WayKind;
  for (const inventory::ProjectConfig& place : inventory::kProjectConfigs) {
    const Result<std::string> text = is_read(place.form, input.client) ? input.project->read(place.name, kMostBytes)
                                                                       : fail(ErrorCode::not_found, "");
    if (!text) continue;
    for (const inventory::ClientWay& way : inventory::read_client_ways(place.form, *text)) {
      if (way.kind == WayKind::direct || is_kept_out(input, way)) continue;
      // A folder that nobody filled holds no archives.
      if (way.kind == WayKind::stored && !input.project->info(below_project(way.value))) continue;
      const std::string what = fmt::format("{}:{} sets {}", place.name, way.line, way.key);
      out.push_back({GateNoticeKind::way,
                     way.kind == WayKind::proxy ? what + ": " + way.value + " is asked in the place of the gate"
                     : way.kind == WayKind::stored
                         ? what + ": archives that lie in " + way.value + " are installed without the gate"
                         : what + ": others may be taken for the gate",
                     "take the line out, or do not install here"});
    }
    const auto codes = inventory::npm::read_client_code(place.name, *text);
    if (!codes) continue;
    for (const inventory::npm::ClientCode& code : *codes)
      out.push_back({GateNoticeKind::runs_code,
                     fmt::format("{}:{} sets {}: {} runs {} itself, whatever the gate lets through", place.name,
                                 code.line, code.when, name_of(input.client), code.text),
                     "look at it before anything is installed; 'cordon scripts' lists what runs"});
  }
}

void tell_credentials(const PastGate& input, std::vector<model::GateNotice>& out) {
  if (input.client != Client::yarn_berry || input.project == nullptr) return;
  const Result<std::string> text = input.project->read(".yarnrc.yml", kMostBytes);
  const auto document = text ? yaml::parse(*text) : Result<Document>(std::unexpected(text.error()));
  if (!document || !(document->root()["npmAuthToken"] || document->root()["npmAuthIdent"])) return;
  out.push_back({GateNoticeKind::credentials,
                 "the token at the top of .yarnrc.yml is for the registry that npmRegistryServer names: now the gate",
                 "put it below npmRegistries with the registry's own address; the gate takes tokens from your .npmrc"});
}

}  // namespace

std::vector<model::GateNotice> past_gate(const PastGate& input, std::vector<model::FileUnread>& unread) {
  std::vector<model::GateNotice> out;
  const MemoryTree nothing({});
  const FileTree& project = input.project != nullptr ? *input.project : nothing;
  const inventory::ClientConfigs configs = inventory::read_client_configs(project, "", "", input.user, unread);
  const inventory::ClientConfig& config = configs.of(input.client);
  tell_overridden(input, config, out);
  tell_scopes(input, config, out);
  if (input.client == Client::npm && replaced_host(input) == "never")
    out.push_back({GateNoticeKind::replace_host,
                   "'replace-registry-host=never' has npm ask the hosts that a lockfile names, without the gate",
                   "take the line out of .npmrc"});
  tell_credentials(input, out);
  if (input.project == nullptr) return out;
  tell_settings(input, out);
  for (const inventory::Format& format : inventory::formats())
    if (!format.manifest && !format.is_document() && format.ecosystem == "npm" &&
        format.name.find_first_of("*/") == std::string_view::npos)
      tell_lockfile(input, format, config, out, unread);
  return out;
}

std::optional<Client> client_of_words(const std::vector<std::string>& command) {
  for (std::size_t i = 0; i < command.size() && i < 2; ++i) {  // "npm ci", "node npm-cli.js ci"
    std::string_view word = command[i];
    word = word.substr(word.rfind('/') + 1);
    word = word.substr(0, word.find('.'));
    if (word == "npm" || word == "npx" || word == "npm-cli") return Client::npm;
    if (word == "pnpm" || word == "pnpx") return Client::pnpm;
    if (word == "bun" || word == "bunx") return Client::bun;
    if (word == "yarn" || word == "yarnpkg") return Client::yarn_classic;
  }
  return std::nullopt;
}

std::vector<Client> clients_of_command(const std::vector<std::string>& command, const std::string& folder) {
  if (const auto named = client_of_words(command))
    return named == Client::yarn_classic ? generations_of_yarn(false, folder) : std::vector{*named};
  std::vector<Client> out;
  const auto tree = open_directory(folder);
  const auto has = [&](const char* name) { return tree && (*tree)->info(name).has_value(); };
  if (has("package-lock.json") || has("npm-shrinkwrap.json")) out.push_back(Client::npm);
  if (has("pnpm-lock.yaml")) out.push_back(Client::pnpm);
  if (has("bun.lock") || has("bun.lockb")) out.push_back(Client::bun);
  if (has("yarn.lock"))
    for (const Client each : generations_of_yarn(false, folder)) out.push_back(each);
  return out;
}

}  // namespace cordon::app
