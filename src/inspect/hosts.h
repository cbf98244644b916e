// Whose host an address names, as far as the package's own manifest and the table of registries say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/flag_kind.h"

namespace cordon::inspect {

// What a manifest claims as its own. A claim explains, it proves nothing: whoever judges may let it lower a verdict,
// never clear one.
struct OwnHosts {
  std::vector<std::string> accounts;  // at hosts of code: "github.com/acme", in lower case
  std::vector<std::string> domains;   // registrable, of the homepage; none of a host that many share
};

// `repository` and `homepage` as the manifest has them; each may be empty, or anything.
OwnHosts own_hosts(std::string_view repository, std::string_view homepage);

// `address` is an address or a host's name alone. Reserved names (RFC 2606) are other: nobody owns them.
HostClass class_of_host(std::string_view address, const OwnHosts& own);

// The host of an address or of a host's name with a port, in lower case; empty where there is none.
std::string host_of(std::string_view address);

}  // namespace cordon::inspect
