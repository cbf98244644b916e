#include <algorithm>
#include <array>

#include "inventory/npm/identify.h"
#include "inventory/npm/pnpm_parts.h"
#include "model/purl.h"

namespace cordon::inventory::npm {
namespace {

using model::Origin;

// Subresource Integrity (W3C SRI, section 3.5): hashes separated by white space.
void append_integrity(std::string_view text, std::vector<std::string>& out) {
  constexpr std::string_view kSpace = " \t\r\n";
  for (std::size_t at = text.find_first_not_of(kSpace); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    out.emplace_back(text.substr(at, end - at));
    at = text.find_first_not_of(kSpace, end);
  }
}

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

void take_tarball(std::string_view tarball, const Value& resolution, PnpmDraft& draft, model::Component& component) {
  component.resolved = tarball;
  component.origin = resolution["gitHosted"].is_true() || git_archive(tarball)
                         ? Origin::git
                         : origin_of(tarball, component.name, draft.context);
}

// A language runtime as a dependency (pnpm 10.14 and later): one archive per platform, from no registry.
void take_runtime(const Value& resolution, model::Component& component) {
  component.origin = Origin::http;
  component.ecosystem = "generic";
  const auto take = [&](const Value& binary) {
    append_integrity(binary["integrity"].string().value_or(""), component.integrity);
    if (!component.resolved) component.resolved = binary["url"].string().value_or("");
  };
  if (resolution["type"].text() == "binary") return take(resolution);
  for (const Value variant : resolution["variants"].elements()) take(variant["resolution"]);
}

// What the key itself says where it is no version, for entries without a usable `resolution`.
void take_address(std::string_view address, PnpmDraft& draft, model::Component& component) {
  component.resolved = address;
  if (address.starts_with("file:")) component.origin = Origin::file;
  else if (address.starts_with("http:") || address.starts_with("https:"))
    component.origin = git_archive(address) ? Origin::git : origin_of(address, component.name, draft.context);
  else if (address.starts_with("runtime:")) component.origin = Origin::http;
  else component.origin = Origin::git;  // git+ssh://…, git@…, host/user/repo/commit
}

void take_typed(std::string_view type, const Value& resolution, const PnpmPart& part, PnpmDraft& draft,
                model::Component& component) {
  if (type == "git") {
    std::string address(resolution["repo"].string().value_or(""));
    address += "#" + std::string(resolution["commit"].string().value_or(""));
    component.resolved = std::move(address);
    component.origin = Origin::git;
  } else if (type == "directory") {
    const std::string_view directory = resolution["directory"].string().value_or("");
    component.resolved = directory;
    // A workspace package that is copied instead of linked (injected) is still the repository's own.
    component.origin =
        part.importer_of.contains(join_importer_path(".", directory)) ? Origin::workspace : Origin::file;
  } else if (type == "binary" || type == "variations") {
    take_runtime(resolution, component);
  } else {
    component.origin = Origin::http;
    draft.unread(resolution, "unsupported_format", "a resolution of type " + std::string(type), false);
  }
}

// The registry of a package without an address of its own, where the file names it.
void name_registry(const PnpmKey& key, const Value& resolution, PnpmDraft& draft, model::Component& component) {
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
  } else if (const auto registry = resolution["registry"].string()) {
    classify(*registry);
  }
}

}  // namespace

void resolve_pnpm_package(const PnpmKey& key, const Value& package, const PnpmPart& part, model::Component& component,
                          PnpmDraft& draft) {
  const Value resolution = package["resolution"];
  component.ecosystem = "npm";
  append_integrity(resolution["integrity"].string().value_or(""), component.integrity);
  const auto type = resolution["type"].string();
  if (type) {
    take_typed(*type, resolution, part, draft, component);
  } else if (const auto tarball = resolution["tarball"].string()) {
    take_tarball(*tarball, resolution, draft, component);
  } else if (!key.address.empty()) {
    take_address(key.address, draft, component);
  }
  const bool patched = package["patched"].is_true() || !key.patch_hash.empty();
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
  if (from_registry && !resolution["tarball"].exists()) name_registry(key, resolution, draft, component);
}

}  // namespace cordon::inventory::npm
