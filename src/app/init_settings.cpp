#include "app/init_settings.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "base/text.h"
#include "inventory/client_config_read.h"
#include "model/registries.h"

namespace cordon::app {
namespace {

constexpr std::size_t kLongest = 253;  // of a host name, and enough for a scope

bool consists_of(std::string_view text, std::string_view others) {
  return !text.empty() && text.size() <= kLongest && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || others.find(c) != std::string_view::npos;
  });
}

// Names go into a file of settings as they are: only such as mean nothing else there.
bool is_scope(std::string_view text) { return text.starts_with('@') && consists_of(text.substr(1), "-._~"); }
bool is_host(std::string_view text) { return consists_of(text, "-."); }

bool is_public(const std::string& url) {
  return model::Registries().classify("npm", url, "").class_ == model::RegistryClass::public_;
}

constexpr std::string_view kHead =
    R"(# What Cordon is told about this project. Unknown keys are errors; `cordon doctor` names the file that is in force.

)";

constexpr std::string_view kRest = R"(policy:
  # Findings of this severity or above fail: info, low, medium, high or critical.
  fail_on: high
  # Rules of your own. Begin with `mode: observe`, which tells and fails nothing.
  # rules:
  #   - id: no-newborn-releases
  #     minimum_age: 3d
  #     owner: security@example.com
  #     reason: most bad releases are found within days
  #     mode: enforce
  #   - id: reviewed-scripts-only
  #     install_scripts: approved
  #     owner: security@example.com
  #     reason: what runs at install is looked at first
  #     mode: observe

# intel:
#   max_age_days: 7 # older knowledge makes the answer incomplete, not only worth a warning

# Exceptions. A finding is marked, never removed; one that has expired, or covers nothing, is told.
# waivers:
#   - rule: source.git
#     subject: pkg:npm/example@1.2.3
#     owner: security@example.com
#     reason: the fork goes away with the next release
#     expires: 2027-01-31
)";

constexpr std::string_view kPrivateExamples =
    R"(  # hosts: [npm.example.com] # registries that have nothing but packages of your own
  # names: [internal-tool] # packages of your own without such a scope
)";

}  // namespace

FoundRegistries find_registries(const FileTree& tree, std::vector<model::FileUnread>& unread) {
  const inventory::ClientConfigs configs = inventory::read_client_configs(tree, "", ".", {}, unread);
  std::map<std::string, std::string, std::less<>> scopes;  // to hosts
  FoundRegistries found;
  for (const model::Client client : {model::Client::npm, model::Client::yarn_classic, model::Client::yarn_berry,
                                     model::Client::pnpm, model::Client::bun, model::Client::deno}) {
    const inventory::ClientConfig& config = configs.of(client);
    if (!config.default_registry.empty() && !is_public(config.default_registry)) {
      const std::string host = model::Registries::host_of(config.default_registry);
      if (is_host(host) && !found.mirror) found.mirror = host;
    }
    for (const auto& [scope, url] : config.scopes)
      if (!is_public(url)) scopes.try_emplace(scope, model::Registries::host_of(url));
  }
  for (const auto& [scope, host] : scopes) {
    if (is_scope(scope) && is_host(host)) found.scopes.push_back({scope, host});
    else
      unread.push_back({"(client configuration)", 0, "invalid_value",
                        text::visible(scope) + " at " + text::visible(host) + " is no scope with a registry", false});
  }
  return found;
}

std::string initial_settings(const FoundRegistries& found) {
  std::string out(kHead);
  if (found.scopes.empty()) {
    out += "# private:\n#   scopes: [\"@example\"] # scopes that nobody but you publishes in\n";
    for (std::string_view rest = kPrivateExamples; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
      out += "#   " + std::string(rest.substr(4, rest.find('\n') - 3));
  } else {
    out +=
        "private:\n  # Scopes that have a registry of their own in this project. Take out those that anybody else may "
        "publish in: what\n  # is known of public packages counts less for names that are your own.\n  scopes:\n";
    for (const model::ScopeFound& each : found.scopes) out += "    - \"" + each.scope + "\" # " + each.host + "\n";
    out += kPrivateExamples;
  }
  out += "\n";
  if (found.mirror)
    out += "# Packages without a scope come from " + *found.mirror +
           ". If that is a copy of the public registry, say so:\n# registries:\n#   - domain: " + *found.mirror +
           "\n#     class: mirror\n\n";
  return out + std::string(kRest);
}

}  // namespace cordon::app
