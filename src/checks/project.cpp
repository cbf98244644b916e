#include "checks/project.h"

namespace cordon::checks {

std::string_view Project::ecosystem() const {
  if (!lockfiles.empty()) return lockfiles.front().ecosystem;
  return installed ? std::string_view(installed->inventory.ecosystem) : std::string_view("npm");
}

model::Registry Project::registry_for(std::string_view name) const {
  if (registries == nullptr) return {std::string(), model::RegistryClass::unknown};
  if (lockfiles.empty() && ecosystem() != "npm") return registries->classify(ecosystem(), "", name);
  if (lockfiles.empty()) return registries->classify("npm", clients.of(model::Client::npm).registry_for(name), name);
  model::Registry registry;
  for (const model::Inventory& lock : lockfiles) {
    registry = registries->classify(lock.ecosystem, clients.of(lock.client).registry_for(name), name);
    if (registry.class_ != model::RegistryClass::private_) break;
  }
  return registry;
}

}  // namespace cordon::checks
