#include "checks/package_host.h"

#include <string_view>
#include <utility>

namespace cordon::checks {
namespace {

constexpr std::pair<std::string_view, std::string_view> kShortcuts[] = {{"github:", "github.com"},
                                                                        {"gist:", "gist.github.com"},
                                                                        {"gitlab:", "gitlab.com"},
                                                                        {"bitbucket:", "bitbucket.org"}};

using model::Component;
using model::Origin;
using model::RegistryClass;

// Of "git+ssh://git@host/x", "git@host:x.git" and "host/x"; github's archives are github's repositories.
std::string host_of(std::string_view address) {
  std::string host = model::Registries::host_of(address);
  if (host.empty()) {
    std::string_view rest = address.substr(0, address.find('#'));
    if (rest.starts_with("git+")) rest.remove_prefix(4);
    for (const auto& [prefix, of] : kShortcuts)
      if (rest.starts_with(prefix)) return std::string(of);
    if (const std::size_t at = rest.find('@'); at != std::string_view::npos) rest.remove_prefix(at + 1);
    host = rest.substr(0, rest.find_first_of(":/"));
  }
  return host == "codeload.github.com" || host == "ssh.github.com" ? "github.com" : host;
}

// By the host alone, whatever the package is called.
bool is_declared(const Project& project, const Component& component, std::string_view url) {
  return project.registries != nullptr &&
         project.registries->classify(component.ecosystem, url, {}).class_ != RegistryClass::unknown;
}

}  // namespace

PackageHost undeclared_host(const Project& project, const Component& component) {
  const std::string_view resolved = component.resolved ? std::string_view(*component.resolved) : std::string_view();
  if (component.bundled && resolved.empty()) return {};  // it comes in the archive of another
  const model::Registry& registry = component.registry;
  switch (component.origin) {
    case Origin::registry:
    case Origin::patch:
      if (registry.class_ == RegistryClass::unknown) return {registry.id};
      if (registry.class_ == RegistryClass::private_ && project.registries != nullptr &&
          registry.id != component.ecosystem && !is_declared(project, component, "https://" + registry.id + "/"))
        return {registry.id, true};
      return {};
    case Origin::git:
    case Origin::http: {
      // An action is a repository: where its code comes from is what its name says.
      if (component.ecosystem == "github-actions") return {};
      std::string host = host_of(resolved);
      const bool is_web = model::Registries::is_web_address(resolved);
      if (host.empty() || is_declared(project, component, is_web ? std::string(resolved) : "https://" + host + "/"))
        return {};
      return {std::move(host)};
    }
    case Origin::file:
    case Origin::link:
    case Origin::workspace:
    case Origin::vendored: return {};
  }
  return {};
}

}  // namespace cordon::checks
