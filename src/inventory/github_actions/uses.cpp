#include "inventory/github_actions/uses.h"

#include <algorithm>

#include "model/purl.h"

namespace cordon::inventory::github_actions {
namespace {

constexpr std::string_view kDocker = "docker://";
constexpr std::size_t kCommit = 40;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_plain(std::string_view text) {
  return !text.empty() && text.find_first_of(" \t\r\n{}$") == std::string_view::npos;
}

bool is_commit(std::string_view ref) {
  return ref.size() == kCommit && ref.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool repository(std::string_view text, const ReadContext& context, model::Component& out) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return false;
  const std::string_view path = text.substr(0, at), ref = text.substr(at + 1);
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view owner = path.substr(0, slash);
  const std::string_view rest = path.substr(slash + 1), name = rest.substr(0, rest.find('/'));
  if (owner.empty() || name.empty() || ref.empty()) return false;
  out.ecosystem = "github-actions";
  out.name = path.substr(0, slash + 1 + name.size());
  out.version = ref;
  out.origin = model::Origin::registry;
  out.registry = context.registries->classify("github-actions", "", out.name);
  out.resolved = std::string(text);
  if (is_commit(ref)) out.checksum = std::string(ref);
  out.purl = model::make_purl("github", lower(out.name), out.version);
  return true;
}

// "[host[:port]/]name[:tag][@digest]"
bool image(std::string_view text, const ReadContext& context, model::Component& out) {
  std::string_view rest = text.substr(kDocker.size()), host, tag, digest;
  if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
    digest = rest.substr(at + 1);
    rest = rest.substr(0, at);
    if (digest.empty()) return false;
  }
  if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
    const std::string_view first = rest.substr(0, slash);
    if (first.find_first_of(".:") != std::string_view::npos || first == "localhost") {
      host = first;
      rest.remove_prefix(slash + 1);
    }
  }
  if (const std::size_t colon = rest.rfind(':'); colon != std::string_view::npos) {
    tag = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
  }
  if (rest.empty() || rest.starts_with('/') || rest.ends_with('/')) return false;
  out.ecosystem = "docker";
  out.name = rest;
  out.version = digest.empty() ? tag : digest;
  out.origin = model::Origin::registry;
  out.registry = context.registries->classify("docker", host.empty() ? "" : "https://" + std::string(host), out.name);
  out.resolved = std::string(text);
  if (!digest.empty()) out.checksum = std::string(digest);
  out.purl = model::make_purl("docker", out.name, out.version, {{"repository_url", std::string(host)}});
  return true;
}

}  // namespace

bool identify_uses(std::string_view text, const ReadContext& context, model::Component& out) {
  if (!is_plain(text)) return false;
  out.install_script = model::InstallScript::unknown;
  if (text.starts_with(kDocker)) return image(text, context, out);
  if (!text.starts_with("./")) return repository(text, context, out);
  out.ecosystem = "github-actions";
  out.name = text;
  out.origin = model::Origin::workspace;
  out.registry = {std::string(), model::RegistryClass::unknown};
  out.resolved = std::string(text);
  out.purl = model::make_purl("generic", text, "");
  return true;
}

}  // namespace cordon::inventory::github_actions
