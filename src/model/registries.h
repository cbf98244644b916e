// Which registry an address belongs to. Public registries and mirrors are recognised by registrable domain in one
// table; private ones only by what the user declares (cordon.yaml), never guessed from a host.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/generated/model.h"

namespace cordon::model {

// A row of the table of registries: every host at or below `domain` is this registry.
struct RegistryRow {
  std::string domain;  // registrable domain, lower case
  std::string id;      // one id for all public hosts of an ecosystem
  RegistryClass class_ = RegistryClass::public_;
};

// What the user declared private: hosts, scopes ("@acme") and package names.
struct PrivateDeclaration {
  std::vector<std::string> hosts;
  std::vector<std::string> scopes;
  std::vector<std::string> names;
};

class Registries {
 public:
  Registries();               // the built-in table
  void add(RegistryRow row);  // tests and cordon.yaml add rows; later rows win
  void declare_private(PrivateDeclaration declaration);

  // The registry behind a resolved URL or a registry base URL. `name` is the package's real name. Without a host (empty
  // url) the answer is the ecosystem's public registry unless name or scope are declared private.
  Registry classify(std::string_view ecosystem, std::string_view url, std::string_view name) const;

  // Lower-cased host of a URL, without user, port and trailing dot; empty when there is none. A web address is read as
  // the clients read it.
  static std::string host_of(std::string_view url);

  // Whether the clients take the text for an http or https address, however it is written.
  static bool is_web_address(std::string_view text);

  // That address in its usual form, "https://host/path?query", by the rules of the clients (WHATWG URL): blanks around
  // it, tabs and line ends are not there, "\\" is "/", and any number of slashes may follow "https:". The answer is a
  // view into `text`, or into `storage` where the text is written otherwise; empty when it is no web address.
  static std::string_view web_address(std::string_view text, std::string& storage);

 private:
  std::vector<RegistryRow> rows_;
  PrivateDeclaration private_;
};

}  // namespace cordon::model
