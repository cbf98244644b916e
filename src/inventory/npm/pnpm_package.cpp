#include "inventory/npm/pnpm_package.h"

#include <algorithm>

namespace cordon::inventory::npm {
namespace {

// Subresource Integrity (W3C SRI, section 3.5): hashes separated by white space.
void append_hashes(std::string_view text, std::vector<std::string_view>& out) {
  constexpr std::string_view kSpace = " \t\r\n";
  for (std::size_t at = text.find_first_not_of(kSpace); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    out.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(kSpace, end);
  }
}

std::string_view string_of(const Value& value) { return value.string().value_or(""); }

// A language runtime (pnpm 10.14 and later): one archive per platform.
void read_variants(const Value& variants, PnpmResolution& out) {
  for (const Value variant : variants.elements()) {
    const Value binary = variant["resolution"];
    append_hashes(string_of(binary["integrity"]), out.hashes);
    if (out.url.empty()) out.url = string_of(binary["url"]);
  }
}

void read_resolution(const Value& resolution, PnpmPackage& out) {
  PnpmResolution& to = out.resolution;
  to.at = resolution;
  out.malformed = !resolution.is_object() && !resolution.is_null();
  const std::pair<std::string_view, std::string_view*> texts[] = {
      {"type", &to.type}, {"tarball", &to.tarball}, {"registry", &to.registry},   {"repo", &to.repo},
      {"path", &to.path}, {"commit", &to.commit},   {"directory", &to.directory}, {"url", &to.url}};
  for (const Value::Member member : resolution.members()) {
    if (member.key == "integrity") append_hashes(string_of(member.value), to.hashes);
    else if (member.key == "gitHosted") to.git_hosted = member.value.is_true();
    else if (member.key == "variants") read_variants(member.value, to);
    else {
      for (const auto& [key, text] : texts) {
        if (key != member.key) continue;
        *text = string_of(member.value);
        out.malformed = out.malformed || !member.value.string();
      }
    }
  }
}

void read_peers(const Value& peers, const Value& meta, std::vector<PnpmPeer>& out) {
  for (const Value::Member peer : peers.members()) out.push_back({peer.key, string_of(peer.value)});
  std::sort(out.begin(), out.end(), [](const PnpmPeer& a, const PnpmPeer& b) { return a.name < b.name; });
  for (const Value::Member about : meta.members()) {
    const auto found = std::lower_bound(out.begin(), out.end(), about.key,
                                        [](const PnpmPeer& peer, std::string_view name) { return peer.name < name; });
    if (found != out.end() && found->name == about.key) found->optional = about.value["optional"].is_true();
  }
}

}  // namespace

bool PnpmResolution::has_known_type() const {
  return type.empty() || type == "git" || type == "directory" || type == "binary" || type == "variations";
}

const PnpmPeer* PnpmPackage::find_peer(std::string_view peer_name) const {
  const auto found = std::lower_bound(peers.begin(), peers.end(), peer_name,
                                      [](const PnpmPeer& peer, std::string_view text) { return peer.name < text; });
  return found != peers.end() && found->name == peer_name ? &*found : nullptr;
}

std::uint64_t PnpmPackage::copied_bytes() const {
  const PnpmResolution& from = resolution;
  std::uint64_t bytes = name.size() + version.size() + from.tarball.size() + from.registry.size() + from.repo.size() +
                        from.commit.size() + from.path.size() + from.directory.size() + from.url.size();
  for (const std::string_view hash : from.hashes) bytes += hash.size() + sizeof(std::string_view) * 2;
  return bytes;
}

PnpmPackage describe_pnpm_package(const Value& entry) {
  PnpmPackage out;
  Value peers, meta;
  const std::pair<std::string_view, bool*> flags[] = {{"dev", &out.development},
                                                      {"optional", &out.optional},
                                                      {"requiresBuild", &out.requires_build},
                                                      {"prepare", &out.prepare},
                                                      {"patched", &out.patched}};
  for (const Value::Member member : entry.members()) {
    const std::string_view key = member.key;
    const Value& value = member.value;
    if (key == "resolution") read_resolution(value, out);
    else if (key == "name" || key == "version")
      (key == "name" ? out.name : out.version) = string_of(out.stated_at = value);
    else if (key == "dependencies") out.dependencies = value;
    else if (key == "optionalDependencies") out.optional_dependencies = value;
    else if (key == "peerDependencies") peers = value;
    else if (key == "peerDependenciesMeta") meta = value;
    else if (key == "bundledDependencies" || key == "bundleDependencies")
      out.brings_others = out.brings_others || value.is_true() || value.size() > 0;
    else {
      for (const auto& [name, flag] : flags)
        if (name == key) *flag = value.is_true();
      out.states_scope = out.states_scope || (key == "dev" && value.is_boolean());
    }
  }
  read_peers(peers, meta, out.peers);
  return out;
}

}  // namespace cordon::inventory::npm
