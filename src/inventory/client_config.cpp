#include "inventory/client_config.h"

namespace cordon::inventory {

std::string_view ClientConfig::registry_for(std::string_view package_name) const {
  if (package_name.starts_with('@')) {
    const auto scope = scopes.find(package_name.substr(0, package_name.find('/')));
    if (scope != scopes.end()) return scope->second;
  }
  return default_registry;
}

model::Client client_named(std::string_view package_manager) {
  using model::Client;
  const std::string_view name = package_manager.substr(0, package_manager.find('@'));
  if (name == "yarn") return package_manager.starts_with("yarn@1.") ? Client::yarn_classic : Client::yarn_berry;
  if (name == "pnpm") return Client::pnpm;
  return name == "bun" ? Client::bun : Client::npm;
}

}  // namespace cordon::inventory
