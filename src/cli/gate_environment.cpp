#include "cli/gate_environment.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

namespace cordon::cli {
namespace {

using model::GateNoticeKind;

constexpr std::string_view kHere = "127.0.0.1";

// As npm and yarn read names of variables: letters of any case, "-" and "_" the same.
std::string plain_name(std::string_view variable) {
  std::string out(variable.substr(0, variable.find('=')));
  for (char& c : out) c = c == '-' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::string_view value_of(std::string_view variable) {
  const std::size_t equals = variable.find('=');
  return equals == std::string_view::npos ? std::string_view() : variable.substr(equals + 1);
}

// Of every client that is told of a registry by a variable, and of yarn 2+ what else stands in the way.
constexpr std::string_view kReplaced[] = {
    "npm_config_registry",        "pnpm_config_registry", "yarn_registry",  "yarn_npm_registry_server",
    "yarn_unsafe_http_whitelist", "bun_config_registry",  "yarn_http_proxy"};
constexpr std::string_view kNoProxy[] = {"no_proxy", "npm_config_noproxy", "pnpm_config_no_proxy"};

std::string with_here(std::string_view hosts) {
  if (hosts.empty()) return std::string(kHere);
  return hosts == "*" ? std::string(hosts) : std::string(hosts) + "," + std::string(kHere);
}

// Options of node that load a module into whatever runs.
bool loads_code(std::string_view options) {
  constexpr std::string_view kLoading[] = {"--require", "-r ", "--import", "--loader", "--experimental-loader"};
  return std::ranges::any_of(kLoading, [&](std::string_view each) { return options.find(each) != options.npos; });
}

constexpr std::string_view kPrograms[] = {
    "npm_config_script_shell",  "npm_config_shell", "npm_config_node_gyp", "npm_config_git", "npm_config_onload_script",
    "pnpm_config_script_shell", "yarn_plugins",     "yarn_yarn_path",      "ld_preload"};

template <std::size_t size>
bool contains(const std::string_view (&names)[size], std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

}  // namespace

std::vector<std::string> environment_behind_gate(const std::vector<std::string>& variables, const std::string& registry,
                                                 const std::vector<std::string>& scopes) {
  std::vector<std::string> out;
  std::string hosts;
  for (const std::string& variable : variables) {
    const std::string name = plain_name(variable);
    bool is_ours = contains(kReplaced, name);
    for (const std::string& scope : scopes)
      is_ours = is_ours || name == plain_name("npm_config_" + scope + ":registry");
    if (is_ours) continue;
    if (!contains(kNoProxy, name)) {
      out.push_back(variable);
      continue;
    }
    out.push_back(variable.substr(0, variable.find('=') + 1) + with_here(value_of(variable)));
    if (name == "no_proxy" && hosts.size() < value_of(variable).size()) hosts = value_of(variable);
  }
  const auto is_set = [&](std::string_view name) {
    return std::ranges::any_of(out, [&](const std::string& each) { return each.starts_with(std::string(name) + "="); });
  };
  for (const char* name : {"NO_PROXY", "no_proxy", "pnpm_config_no_proxy"})
    if (!is_set(name)) out.push_back(std::string(name) + "=" + with_here(hosts));
  for (const char* name : {"npm_config_registry", "pnpm_config_registry", "YARN_REGISTRY", "YARN_NPM_REGISTRY_SERVER",
                           "BUN_CONFIG_REGISTRY", "NPM_CONFIG_REGISTRY"})
    out.push_back(std::string(name) + "=" + registry);
  for (const std::string& scope : scopes) out.push_back("npm_config_" + scope + ":registry=" + registry);
  out.push_back("YARN_UNSAFE_HTTP_WHITELIST=" + std::string(kHere));
  out.emplace_back("YARN_HTTP_PROXY=");
  return out;
}

std::vector<model::GateNotice> past_by_words(const std::vector<std::string>& variables,
                                             const std::vector<std::string>& command) {
  std::vector<model::GateNotice> out;
  for (const std::string& variable : variables) {
    const std::string name = plain_name(variable);
    const bool is_of_node = name == "node_options" || name.ends_with("_node_options");
    if (is_of_node ? !loads_code(value_of(variable)) : !contains(kPrograms, name)) continue;
    // npm's own, which it tells whatever it runs.
    if (name == "npm_config_node_gyp" && value_of(variable).ends_with("/npm/node_modules/node-gyp/bin/node-gyp.js"))
      continue;
    if (value_of(variable).empty()) continue;
    out.push_back({GateNoticeKind::runs_code,
                   fmt::format("{} of the environment has the client run code that no gate sees",
                               variable.substr(0, variable.find('='))),
                   "take it away where it is not yours"});
  }
  for (std::size_t i = 1; i < command.size(); ++i) {
    const std::string_view word = std::string_view(command[i]).substr(0, command[i].find('='));
    const bool is_registry =
        word == "--registry" || word == "--config.registry" || (word.starts_with("--@") && word.ends_with(":registry"));
    const bool is_proxy = word == "--proxy" || word == "--https-proxy" || word == "--http-proxy";
    if (is_registry || is_proxy)
      out.push_back({GateNoticeKind::overridden,
                     fmt::format("{} of the command counts more than what the gate tells the client", word),
                     "take it out of the command"});
  }
  return out;
}

}  // namespace cordon::cli
