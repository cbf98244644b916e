// With whom a package speaks: a registry, this machine, a resolver, or somebody else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "detection/bounded.h"
#include "detection/process_table.h"
#include "model/generated/event.h"
#include "model/registries.h"

namespace cordon::detection {

// What is known of the registries of a run: the table of public ones and what the user declared (model/registries.h),
// and whatever the package client itself connected to, which is where its settings sent it.
class Contacts {
 public:
  Contacts(model::Registries registries, std::size_t most_clients);

  // A package client connected, or asked for a name.
  void client_connected(const ProcessKey& client, const model::ConnectPayload& connect);
  void client_asked(const model::DnsPayload& dns);

  // Who is at the other end: "loopback", "metadata" (the service that hands out a cloud machine's credentials),
  // "resolver" (port 53 of an address that the client asks; DNS, when none is known), "probe" (UDP of which no packet
  // is known to have left: how a C library orders addresses), "registry" or "foreign". `client`: whose settings count;
  // unknown: every client's. `trust_name`: whether the name of the connection may be believed.
  //
  // A name says more than an address: many hosts share the address of a content network.
  std::string_view kind_of(const std::optional<ProcessKey>& client, const model::ConnectPayload& connect,
                           bool trust_name) const;
  // The same of a name alone: "loopback", "metadata", "registry" or "foreign".
  std::string_view kind_of_host(const std::optional<ProcessKey>& client, std::string_view host) const;

  // Whether the client is known to ask other resolvers than this one.
  bool is_other_resolver(const std::optional<ProcessKey>& client, std::string_view address) const;

  // Whether its answers may be believed: this machine, a resolver that the client asks or, when it was not seen to ask
  // anybody, that any client of the machine asks.
  bool is_known_resolver(const std::optional<ProcessKey>& client, std::string_view address) const;

  std::uint64_t left_out() const;

 private:
  struct Client {
    BoundedSet addresses{kMostAddresses}, names{kMostAddresses}, resolvers{kMostAddresses};
    BoundedMap<std::string, std::string> names_of{kMostAddresses};  // the last name of an address
  };
  static constexpr std::size_t kMostAddresses = 1'024;

  const Client& settings_of(const std::optional<ProcessKey>& client) const;
  bool is_registry_name(const Client& client, std::string_view name) const;
  static void learn(Client& client, const model::ConnectPayload& connect);

  model::Registries registries_;
  BoundedMap<ProcessKey, Client> clients_;
  Client every_client_;
  BoundedSet resolved_{kMostAddresses};  // addresses that names of registries were resolved to
};

}  // namespace cordon::detection
