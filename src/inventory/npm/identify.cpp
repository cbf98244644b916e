#include "inventory/npm/identify.h"

#include <algorithm>

#include "base/percent.h"
#include "model/purl.h"
#include "model/semver.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::string_view kArchiveEndings[] = {".tgz", ".tar.gz", ".tar"};

// The path of an address, as its letters are meant. What stands before it or behind it proves nothing.
std::string path_of(std::string_view address) {
  std::string storage;
  if (const std::string_view web = model::Registries::web_address(address, storage); !web.empty()) address = web;
  address.remove_prefix(std::min(address.find("://") + 3, address.size()));
  address.remove_prefix(std::min(address.find('/'), address.size()));
  return percent_decoded(address.substr(0, address.find_first_of("?#")));
}

}  // namespace

std::optional<TarballName> parse_tarball_url(std::string_view address) {
  std::string storage;
  std::string_view url = model::Registries::web_address(address, storage);
  if (url.empty()) url = address;
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  std::string_view path = url.substr(scheme + 3);
  path = path.substr(0, path.find_first_of("?#"));
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  path.remove_prefix(slash);
  std::string decoded;
  if (path.find('%') != std::string_view::npos) path = decoded = percent_decoded(path);
  const std::size_t dash = path.rfind("/-/");
  if (dash == std::string_view::npos) return std::nullopt;
  std::string_view file = path.substr(dash + 3);
  if (const std::size_t last = file.rfind('/'); last != std::string_view::npos) file.remove_prefix(last + 1);
  std::string_view before = path.substr(0, dash);
  const std::size_t name_start = before.rfind('/');
  std::string_view base = before.substr(name_start + 1);
  std::string name(base);
  if (name_start != std::string_view::npos && name_start > 0) {
    const std::string_view parent = before.substr(0, name_start);
    const std::string_view scope = parent.substr(parent.rfind('/') + 1);
    if (scope.starts_with('@')) name = std::string(scope) + "/" + name;
  }
  if (!file.ends_with(".tgz") || file.size() == 4 || base.empty()) return std::nullopt;
  file.remove_suffix(4);
  if (!file.starts_with(base) || file.size() <= base.size() + 1 || file[base.size()] != '-') {
    // The file is named for another package than its folder: say so by its own name.
    const std::size_t split = file.find_first_of("0123456789");
    const std::size_t cut = split == std::string_view::npos || split < 2 ? file.size() : split - 1;
    return TarballName{std::string(file.substr(0, cut)),
                       cut < file.size() ? std::string(file.substr(cut + 1)) : std::string()};
  }
  return TarballName{std::move(name), std::string(file.substr(base.size() + 1))};
}

std::optional<TarballName> package_at(std::string_view address, std::string_view name) {
  std::optional<TarballName> found = parse_tarball_url(address);
  if (!found || found->name == name) return found;
  const std::size_t slash = name.rfind('/');
  if (slash == std::string_view::npos || found->name != name.substr(slash + 1)) return found;
  const std::string path = path_of(address), scope = "/" + std::string(name.substr(0, slash)) + "/";
  if (path.substr(0, path.rfind("/-/")).find(scope) != std::string::npos) found->name = name;
  return found;
}

std::optional<TarballName> another_release_at(std::string_view address, std::string_view name,
                                              std::string_view version) {
  std::optional<TarballName> found = package_at(address, name);
  if (!found || found->name != name) return found;
  const auto without_build = [](std::string_view text) { return text.substr(0, text.find('+')); };
  const bool is_known = !version.empty() && !found->version.empty();
  if (!is_known || without_build(found->version) == without_build(version)) return std::nullopt;
  return found;
}

std::optional<TarballName> archive_named(std::string_view address) {
  std::string decoded = percent_decoded(address.substr(0, address.find_first_of("?#")));
  std::replace(decoded.begin(), decoded.end(), '\\', '/');
  const std::string_view path = decoded;
  std::string_view file = path.substr(path.find_last_of("/:") + 1);
  const auto ending =
      std::ranges::find_if(kArchiveEndings, [&](std::string_view each) { return file.ends_with(each); });
  if (ending == std::end(kArchiveEndings)) return std::nullopt;
  file.remove_suffix(ending->size());
  // The version begins behind the first dash that a version can follow: names may hold dashes and digits.
  for (std::size_t dash = file.find('-'); dash != std::string_view::npos; dash = file.find('-', dash + 1)) {
    if (dash == 0 || !model::semver::parse_version(file.substr(dash + 1))) continue;
    std::string name(file.substr(0, dash));
    const std::string_view folders = path.substr(0, path.size() - file.size() - ending->size());
    if (const std::size_t scope = folders.rfind("/@"); scope != std::string_view::npos)
      name = std::string(folders.substr(scope + 1, folders.find('/', scope + 1) - scope - 1)) + "/" + name;
    return TarballName{std::move(name), std::string(file.substr(dash + 1))};
  }
  return std::nullopt;
}

model::Origin origin_of(std::string_view resolved, std::string_view name, const ReadContext& context) {
  using model::Origin;
  if (resolved.empty()) return Origin::registry;
  if (resolved.starts_with("git") || resolved.starts_with("ssh:")) return Origin::git;
  if (resolved.starts_with("file:")) return Origin::file;
  if (resolved.starts_with("link:")) return Origin::link;
  if (!model::Registries::is_web_address(resolved)) return Origin::registry;
  const std::string_view path = resolved.substr(0, resolved.find_first_of("?#"));
  if (path.ends_with(".git")) return Origin::git;
  if (parse_tarball_url(resolved)) return Origin::registry;
  const std::string host = model::Registries::host_of(resolved);
  const std::string configured = model::Registries::host_of(context.client->registry_for(name));
  if (!configured.empty() && host == configured) return Origin::registry;
  const model::Registry known = context.registries->classify("npm", resolved, name);
  return known.class_ == model::RegistryClass::unknown ? Origin::http : Origin::registry;
}

model::Origin origin_of_release(std::string_view address, std::string_view name, const ReadContext& context) {
  return model::Registries::is_web_address(address) ? origin_of(address, name, context) : model::Origin::registry;
}

void identify(model::Component& component, const ReadContext& context) {
  using model::Origin;
  component.ecosystem = "npm";
  const std::string_view resolved = component.resolved ? std::string_view(*component.resolved) : std::string_view();
  model::Qualifiers qualifiers;
  switch (component.origin) {
    case Origin::registry:
    case Origin::patch: {
      const bool address = model::Registries::is_web_address(resolved);
      component.registry = context.registries->classify(
          "npm", address ? resolved : context.client->registry_for(component.name), component.name);
      break;
    }
    case Origin::git: qualifiers.emplace_back("vcs_url", std::string(resolved)); break;
    case Origin::http: qualifiers.emplace_back("download_url", std::string(resolved)); break;
    case Origin::file:
    case Origin::link:
    case Origin::workspace:
    case Origin::vendored: break;
  }
  if (component.origin != Origin::registry && component.origin != Origin::patch)
    component.registry = {std::string(), model::RegistryClass::unknown};
  component.purl = model::make_purl("npm", component.name, component.version, qualifiers);
}

}  // namespace cordon::inventory::npm
