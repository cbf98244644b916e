#include "inventory/client_config.h"

namespace cordon::inventory {

std::string_view ClientConfig::registry_for(std::string_view package_name) const {
  if (package_name.starts_with('@')) {
    const auto scope = scopes.find(package_name.substr(0, package_name.find('/')));
    if (scope != scopes.end()) return scope->second;
  }
  return default_registry;
}

}  // namespace cordon::inventory
