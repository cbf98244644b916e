#include <algorithm>
#include <array>

#include "inventory/npm/identify.h"
#include "inventory/npm/pnpm_parts.h"
#include "model/purl.h"

namespace cordon::inventory::npm {
namespace {

using model::Origin;

// Archives that git hosts make of a commit, as pnpm recognises them: the path names a whole commit hash.
bool git_archive(std::string_view url) {
  static constexpr std::array<std::string_view, 3> kHosts = {"codeload.github.com", "gitlab.com", "bitbucket.org"};
  const std::string host = model::Registries::host_of(url);
  if (std::find(kHosts.begin(), kHosts.end(), host) == kHosts.end()) return false;
  std::size_t run = 0;
  for (const char c : url) {
    const bool hexadecimal = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    run = hexadecimal ? run + 1 : 0;
    if (run == 40) return true;
  }
  return false;
}

// A workspace package that is copied instead of linked (injected) is still the repository's own.
Origin folder_origin(std::string_view folder, const PnpmPart& part) {
  return part.importer_of.contains(join_importer_path(".", folder)) ? Origin::workspace : Origin::file;
}

// What the key itself says where it is no version, for entries without a usable `resolution`.
void take_address(std::string_view address, const PnpmPart& part, PnpmDraft& draft, model::Component& component) {
  component.resolved = address;
  if (address.starts_with("file:")) component.origin = folder_origin(address.substr(5), part);
  else if (model::Registries::is_web_address(address))
    component.origin = git_archive(address) ? Origin::git : origin_of(address, component.name, draft.context);
  else if (address.starts_with("runtime:")) component.origin = Origin::http;
  else component.origin = Origin::git;  // git+ssh://…, git@…, host/user/repo/commit
}

// An archive by its address. What the key calls a release is one, wherever its archive lies; `gitHosted` makes no
// commit of what a registry serves.
Origin archive_origin(const PnpmKey& key, const PnpmResolution& from, const model::Component& component,
                      const PnpmDraft& draft) {
  if (git_archive(from.tarball)) return Origin::git;
  if (from.git_hosted && !parse_tarball_url(from.tarball)) return Origin::git;
  return key.version.empty() ? origin_of(from.tarball, component.name, draft.context)
                             : origin_of_release(from.tarball, component.name, draft.context);
}

void take_typed(const PnpmResolution& from, const PnpmPart& part, model::Component& component) {
  if (from.type == "git") {
    component.resolved = from.repo;
    if (!from.commit.empty()) component.resolved->append("#").append(from.commit);
    component.origin = Origin::git;
  } else if (from.type == "directory") {
    component.resolved = from.directory;
    component.origin = folder_origin(from.directory, part);
  } else {
    component.resolved = from.url;
    component.origin = Origin::http;
    // A language runtime as a dependency (pnpm 10.14 and later), which is no package of a registry.
    if (from.type == "binary" || from.type == "variations") component.ecosystem = "generic";
  }
}

// The registry of a package without an address of its own, where the file names it.
void name_registry(const PnpmKey& key, std::string_view registry, PnpmDraft& draft, model::Component& component) {
  const auto classify = [&](std::string_view url) {
    component.registry = draft.context.registries->classify("npm", url, component.name);
  };
  if (!key.registry.empty()) {
    const auto found = draft.named_registries.find(key.registry);
    if (found != draft.named_registries.end()) classify(found->second);
    else if (key.registry == "npmjs") classify({});  // built into pnpm: the public registry
    else component.registry = {std::string(key.registry), model::RegistryClass::unknown};
  } else if (!key.host.empty()) {
    std::string host(key.host);
    if (const std::size_t port = host.find('+'); port != std::string::npos) host[port] = ':';
    classify("https://" + host + "/");
  } else if (!registry.empty()) {
    classify(registry);
  } else if (component.name.starts_with("@jsr/") && draft.context.client->registry_for(component.name).empty()) {
    component.registry = {"jsr", model::RegistryClass::public_};  // this scope's registry is built into pnpm
  }
}

}  // namespace

void resolve_pnpm_package(const PnpmKey& key, const PnpmPackage& package, const PnpmPart& part,
                          model::Component& component, PnpmDraft& draft) {
  const PnpmResolution& from = package.resolution;
  component.ecosystem = "npm";
  component.integrity.assign(from.hashes.begin(), from.hashes.end());
  if (!from.type.empty()) {
    take_typed(from, part, component);
  } else if (!from.tarball.empty()) {
    component.resolved = from.tarball;
    component.origin = archive_origin(key, from, component, draft);
  } else if (!key.address.empty()) {
    take_address(key.address, part, draft, component);
  }
  const bool patched = package.patched || !key.patch_hash.empty();
  if (patched && component.origin == Origin::registry) component.origin = Origin::patch;
  if (component.resolved && component.resolved->empty()) component.resolved.reset();
  const std::string ecosystem = component.ecosystem;
  identify(component, draft.context);
  if (ecosystem != component.ecosystem) {
    component.ecosystem = ecosystem;
    component.purl = model::make_purl(ecosystem, component.name, component.version,
                                      {{"download_url", component.resolved.value_or("")}});
  }
  const bool from_registry = component.origin == Origin::registry || component.origin == Origin::patch;
  if (from_registry && from.tarball.empty()) name_registry(key, from.registry, draft, component);
}

}  // namespace cordon::inventory::npm
