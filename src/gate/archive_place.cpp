#include "gate/archive_place.h"

#include <algorithm>

#include "base/credentials.h"
#include "base/text.h"
#include "model/default_registry.h"
#include "model/registries.h"

namespace cordon::gate {
namespace {

std::string_view authority_of(std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return {};
  address.remove_prefix(scheme + 3);
  address = address.substr(0, address.find_first_of("/?#"));
  return address.substr(address.rfind('@') + 1);  // npos + 1 is 0
}

// Empty for the usual one.
std::string_view port_of(std::string_view address) {
  const std::string_view authority = authority_of(address);
  const std::size_t colon =
      authority.find(':', authority.rfind(']') == std::string_view::npos ? 0 : authority.rfind(']'));
  if (colon == std::string_view::npos) return {};
  const std::string_view port = authority.substr(colon + 1);
  return port == (address.starts_with("http:") ? "80" : "443") ? std::string_view() : port;
}

bool is_dots(std::string_view segment) {
  std::size_t dots = 0;
  while (!segment.empty()) {
    const bool is_coded = segment.starts_with("%2e") || segment.starts_with("%2E");
    if (!is_coded && !segment.starts_with('.')) return false;
    segment.remove_prefix(is_coded ? 3 : 1);
    ++dots;
  }
  return dots == 1 || dots == 2;
}

// What clients of HTTP take out of a path before they ask (RFC 3986, 5.2.4), so that it is another than it seems.
bool has_dot_segments(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  while (!address.empty()) {
    const std::size_t end = std::min(address.find_first_of("/\\"), address.size());
    if (is_dots(address.substr(0, end))) return true;
    address.remove_prefix(std::min(end + 1, address.size()));
  }
  return false;
}

// The path below the public registry, where the address is one of its own.
std::string_view below_public(std::string_view address) {
  const auto without_scheme = [](std::string_view text) {
    return text.starts_with("https://") ? text.substr(8) : text.starts_with("http://") ? text.substr(7) : text;
  };
  for (const std::string_view base : {model::default_registry("npm"), model::default_registry_of_yarn()})
    if (without_scheme(address).starts_with(without_scheme(base)))
      return without_scheme(address).substr(without_scheme(base).size());
  return {};
}

std::string shown(const std::string& address) {
  return text::visible(without_credentials(address.substr(0, address.find_first_of("?#"))));
}

}  // namespace

Result<std::string> archive_place(const Upstream& upstream, const std::vector<std::string>& redirect_hosts,
                                  const std::string& address) {
  const std::string host = model::Registries::host_of(address);
  if (has_dot_segments(address))
    return fail(ErrorCode::refused, "the registry says that the archive lies at " + shown(address) +
                                        ", an address that leads out of where it seems to be");
  if (std::ranges::find(redirect_hosts, host) != redirect_hosts.end()) return address;
  if (host == model::Registries::host_of(upstream.base) && port_of(address) == port_of(upstream.base)) {
    // As a registry writes it that does not know of the TLS in front of it.
    const bool is_behind_tls = upstream.base.starts_with("https://") && address.starts_with("http://");
    return is_behind_tls ? "https" + address.substr(4) : address;
  }
  if (const std::string_view path = below_public(address); !path.empty()) return upstream.base + std::string(path);
  return fail(ErrorCode::refused, "the registry says that the archive lies at " + shown(address) +
                                      ": if that is right, name its host in gate.redirect_hosts");
}

}  // namespace cordon::gate
