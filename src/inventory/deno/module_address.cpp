#include "inventory/deno/module_address.h"

#include <algorithm>

#include "base/percent.h"
#include "model/semver.h"

namespace cordon::inventory::deno {
namespace {

bool is_plain(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
  });
}

}  // namespace

std::optional<AddressRelease> release_in_address(std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  address = address.substr(0, address.find_first_of("?#"));
  const std::size_t slash = address.find('/', scheme + 3);
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string path = percent_decoded(address.substr(slash));
  std::string_view rest = path, previous, scope;
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the slash
    std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(segment.size());
    if (segment.starts_with("npm:")) segment.remove_prefix(4);
    if (segment.starts_with('*')) segment.remove_prefix(1);  // "without its dependencies"
    if (segment.starts_with('@') && segment.find('@', 1) == std::string_view::npos) {
      scope = segment;
      continue;
    }
    const std::size_t at = segment.find('@');
    const std::string_view name = segment.substr(0, at);
    std::string_view version = at == std::string_view::npos ? std::string_view() : segment.substr(at + 1);
    version = version.substr(0, version.find_first_of("&,"));  // options of the server
    const bool own_host = scope.empty() && (previous == "x" || name == "std");
    if (is_plain(name) && !own_host && model::semver::parse_version(version)) {
      std::string full = scope.empty() ? std::string() : std::string(scope) + "/";
      return AddressRelease{full.append(name), std::string(version)};
    }
    previous = segment;
    scope = {};
  }
  return std::nullopt;
}

}  // namespace cordon::inventory::deno
