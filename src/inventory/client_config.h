// What each package client's own configuration says about registries and install scripts.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "model/inventory.h"

namespace cordon::inventory {

// Of one client, everything that counts for it put together.
struct ClientConfig {
  std::string default_registry;                            // base URL; empty: the client's built-in public one
  std::map<std::string, std::string, std::less<>> scopes;  // "@acme" -> base URL
  // The file:line of the project that keeps install scripts from running, where nothing that counts says otherwise;
  // empty: it is not recorded. What only this machine says is not in it: other machines have installed, too.
  std::string scripts_off;

  // Base URL for a package by its scope; empty for the built-in public registry.
  std::string_view registry_for(std::string_view package_name) const;
};

class ClientConfigs {
 public:
  ClientConfig& of(model::Client client) { return clients_[static_cast<std::size_t>(client)]; }
  const ClientConfig& of(model::Client client) const { return clients_[static_cast<std::size_t>(client)]; }

 private:
  std::array<ClientConfig, 7> clients_;  // one for each model::Client
};

// The client that "packageManager" of a package.json names ("yarn@4.1.0"); npm where it names none that is known.
model::Client client_named(std::string_view package_manager);

}  // namespace cordon::inventory
