// Whom --online may ask for what is said of a package. Decided by what the user's own files and environment say, made
// before anything hostile is read: a project's .npmrc or a lockfile choose among these registries and add none.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/client_config_read.h"
#include "model/registries.h"
#include "policy/settings.h"

namespace cordon::app {

enum class MayAsk : std::uint8_t {
  yes,
  unnamed,       // no package can be called so
  not_https,     // nothing else is spoken
  unknown,       // neither public nor named by the user
  place,         // the host is named, and this place of it is not
  private_name,  // a private package, and the registry is public
};

class RegistryRules {
 public:
  // `own` are the settings of the user or the machine: their registries and private hosts may be asked. `in_force` may
  // be a project's, and can only add what is private.
  RegistryRules(const inventory::UserConfig& user, const policy::Settings& own, const policy::Settings& in_force);

  // What is private besides: nothing is taken back.
  void also_private(const model::PrivateDeclaration& declared);

  // Whether the registry with this base address may be asked for the package: a base that the user's client
  // configuration names, as a whole; of a host that the user's settings name its root; of the built-in table any path.
  // Only the first may have a port of its own: on one host there are other services, and a lockfile writes addresses.
  MayAsk may_ask(std::string_view base, std::string_view name) const;

  // Whether the user's tokens may go there: a base that the user's client configuration names, or npm's default.
  bool may_have_token(std::string_view base) const;

  // Whether packages are published there, so that its times are those of publication: public, or declared private.
  bool is_of_origin(std::string_view base) const;

  // Whether everybody may ask it: the package's name would leave the house.
  bool is_public(std::string_view base) const;

 private:
  void add(const inventory::ConfigSource& source);
  bool is_private(std::string_view name) const;

  model::Registries table_;  // the built-in one
  model::Registries registries_;
  std::vector<std::string> bases_;                               // each with a slash at the end
  std::multimap<std::string, std::string, std::less<>> scopes_;  // "@acme" -> base
  model::PrivateDeclaration private_;
};

// The address of the document about a package (npm's registry protocol), below a base.
std::string document_address(std::string_view base, std::string_view name);

// The base with a slash at the end.
std::string whole_base(std::string_view base);

// Whether a package can be called so: one or two parts of letters, digits and "-._~", at most 214 bytes.
bool is_package_name(std::string_view name);

}  // namespace cordon::app
