#include "app/archive_address.h"

#include <algorithm>

#include "base/credentials.h"
#include "inventory/npm/identify.h"
#include "model/registries.h"

namespace cordon::app {
namespace {

// Clients resolve "..", and take '\\' for '/': then the address is that of something else than it looks like.
bool is_devious(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return false;
  std::string path(address.substr(scheme + 3));
  std::ranges::transform(path, path.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (std::size_t at = path.find("%2e"); at != std::string::npos; at = path.find("%2e")) path.replace(at, 3, ".");
  if (path.find('\\') != std::string::npos || path.find("%5c") != std::string::npos) return true;
  for (const std::string_view step : {"/../", "/./", "%2f..", "..%2f", "%2f.%2f"})
    if (path.find(step) != std::string::npos) return true;
  return path.ends_with("/..") || path.ends_with("/.");
}

}  // namespace

std::string lie_of_address(std::string_view name, std::string_view version, std::string_view address) {
  if (!model::Registries::is_web_address(address)) return {};
  if (is_devious(address))
    return "is fetched from " + without_credentials(std::string(address)) + ", which is another address than it looks";
  const auto other = inventory::npm::another_release_at(address, name, version);
  if (other && other->name != name) return "is fetched from the address of " + other->name + " " + other->version;
  if (other) return "is fetched from the address of version " + other->version;
  return {};
}

bool names_release(std::string_view address, std::string_view name) {
  const auto archive = inventory::npm::package_at(address, name);
  return archive && archive->name == name && !archive->version.empty();
}

}  // namespace cordon::app
