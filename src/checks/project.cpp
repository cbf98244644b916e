#include "checks/project.h"

namespace cordon::checks {

model::Registry Project::registry_for(std::string_view name) const {
  if (registries == nullptr) return {std::string(), model::RegistryClass::unknown};
  return registries->classify("npm", client.registry_for(name), name);
}

}  // namespace cordon::checks
