#include "sbom/document_write.h"

#include <algorithm>
#include <unordered_set>

#include "base/sha256.h"
#include "model/purl.h"
#include "model/purl_types.h"
#include "sbom/package_url.h"
#include "sbom/properties.h"
#include "sbom/text_form.h"

namespace cordon::sbom {
namespace {

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

// How make_purl writes a qualifier's value.
std::string encoded(std::string_view text) {
  const std::string purl = model::make_purl("generic", "x", "", {{"k", std::string(text)}});
  return purl.substr(std::min(purl.find('=') + 1, purl.size()));
}

// Whether integrity strings say no more than the digests that stand for them.
bool says_it_all(const std::vector<std::string>& integrity, const std::vector<HexDigest>& digests) {
  if (integrity.size() != digests.size()) return false;
  for (std::size_t i = 0; i < digests.size(); ++i)
    if (sri_of(cyclonedx_name(digests[i].algorithm), digests[i].hex) != integrity[i]) return false;
  return true;
}

}  // namespace

std::vector<Part> parts_of(std::span<const model::Inventory> inventories) {
  std::vector<Part> out;
  std::unordered_set<std::string> taken;
  const auto add = [&](const model::Inventory& inventory, std::uint32_t node) {
    const std::string& id = inventory.node_id(node);
    std::string ref = id;
    for (unsigned i = 2; !taken.insert(ref).second; ++i) ref = id + "~" + std::to_string(i);
    out.push_back({&inventory, node, std::move(ref)});
  };
  for (const model::Inventory& inventory : inventories) {
    const auto components = static_cast<std::uint32_t>(inventory.components.size());
    for (std::uint32_t node = components; node < inventory.node_count(); ++node) add(inventory, node);
    for (std::uint32_t node = 0; node < components; ++node) add(inventory, node);
  }
  return out;
}

std::string content_uuid(std::string_view text) {
  std::string hex = sha256_hex(text, 16);
  hex[12] = '8';                                                             // version
  hex[16] = "89ab"[std::string_view("0123456789abcdef").find(hex[16]) & 3];  // variant
  for (const std::size_t at : {8u, 13u, 18u, 23u}) hex.insert(at, 1, '-');
  return hex;
}

std::string without_credentials(std::string_view address) {
  std::string out(address);
  const std::size_t scheme = out.find("://");
  if (scheme == std::string::npos) return out;
  const std::size_t host = scheme + 3;
  const std::size_t end = std::min(out.find_first_of("/?#\\", host), out.size());
  const std::size_t at = out.rfind('@', end);
  if (at == std::string::npos || at < host || at >= end) return out;
  if (std::string_view(out).substr(host, at - host) != "git") out.erase(host, at + 1 - host);
  return out;
}

Source source_of(const model::Component& component) {
  Source out{component.resolved, component.purl, false};
  if (!out.resolved) return out;
  *out.resolved = without_credentials(*component.resolved);
  if (*out.resolved != *component.resolved) replace_all(out.purl, encoded(*component.resolved), encoded(*out.resolved));
  const bool from_afar = component.origin == model::Origin::registry || component.origin == model::Origin::git ||
                         component.origin == model::Origin::http;
  out.is_address = from_afar && out.resolved->find("://") != std::string::npos && is_address(*out.resolved);
  return out;
}

std::vector<OwnProperty> own_properties(const model::Component& component, const Source& source,
                                        const std::vector<HexDigest>& digests) {
  using model::Scope;
  std::vector<OwnProperty> out;
  const auto add = [&](std::string_view name, std::string_view value) { out.push_back({name, std::string(value)}); };
  if (component.alias) add(property::kAlias, *component.alias);
  if (component.bundled) add(property::kBundled, "true");
  if (component.checksum) add(property::kChecksum, *component.checksum);
  const auto url = parse_package_url(component.purl);
  if (!url || model::ecosystem_of_purl_type(url->type) != component.ecosystem)
    add(property::kEcosystem, component.ecosystem);
  if (component.install_script != model::InstallScript::unknown)
    add(property::kInstallScript, to_string(component.install_script));
  if (!says_it_all(component.integrity, digests))
    for (const std::string& text : component.integrity) add(property::kIntegrity, text);
  if (component.origin != model::Origin::registry) add(property::kOrigin, to_string(component.origin));
  if (component.peer) add(property::kPeer, "true");
  if (!component.registry.id.empty()) {
    add(property::kRegistry, component.registry.id);
    add(property::kRegistryClass, to_string(component.registry.class_));
  }
  if (source.resolved && !source.is_address) add(property::kResolved, *source.resolved);
  if (component.scope != Scope::runtime) add(property::kScope, to_string(component.scope));
  return out;
}

bool is_complete(const model::Inventory& inventory) {
  return std::ranges::none_of(inventory.unread, &model::FileUnread::incomplete) && inventory.conflicts.empty();
}

bool is_gap(const model::Unresolved& missing) {
  return missing.kind != model::EdgeKind::optional && missing.kind != model::EdgeKind::peer_optional;
}

}  // namespace cordon::sbom
