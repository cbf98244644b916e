#include "checks/sources.h"

#include <algorithm>

#include "checks/collect.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "sources";

// Schemes are compared without case (RFC 3986, section 3.1).
bool unencrypted(std::string_view address) {
  std::string storage;
  if (const std::string_view web = model::Registries::web_address(address, storage); !web.empty())
    return web.starts_with("http:");
  std::string scheme(address.substr(0, std::min<std::size_t>(address.find("://"), 16)));
  for (char& c : scheme)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return scheme == "git" || scheme == "git+http";
}

bool commit_hash(std::string_view text) {
  return text.size() >= 40 && text.substr(0, 40).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// Whether the address names a full commit: then its content cannot change. It stands behind '#', or is the last part of
// the path where a git host makes an archive of it, or behind '@' there.
bool pinned_commit(std::string_view address) {
  const std::size_t hash = address.rfind('#');
  if (hash != std::string_view::npos) {
    const std::string_view fragment = address.substr(hash + 1);
    std::string_view commit = fragment;
    if (const std::size_t key = commit.rfind('='); key != std::string_view::npos) commit.remove_prefix(key + 1);
    if (commit_hash(commit)) return true;
    if (fragment.find("egg=") == std::string_view::npos && fragment.find("subdirectory=") == std::string_view::npos)
      return false;
    address = address.substr(0, hash);
  }
  std::string_view last = address.substr(address.rfind('/') + 1);
  if (const std::size_t at = last.rfind('@'); at != std::string_view::npos) last.remove_prefix(at + 1);  // as pip does
  return commit_hash(last);
}

// What a workflow fetches each time it runs by a name that its owner can give to something else. A checksum is there
// when a full commit or a digest is named.
bool can_be_moved(const model::Component& component) {
  if (component.origin != model::Origin::registry || component.checksum) return false;
  return component.ecosystem == "github-actions" || component.ecosystem == "docker";
}

}  // namespace

void check_sources(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  for (const model::Inventory& lock : project.lockfiles) {
    FileFinding plain("source.plain-http", model::FindingKind::source, model::Severity::medium, lock.path);
    FileFinding moving("source.mutable-reference", model::FindingKind::source, model::Severity::low, lock.path);
    FileFinding git("source.git", model::FindingKind::source, model::Severity::medium, lock.path);
    for (const model::Component& component : lock.components) {
      if (can_be_moved(component)) moving.add(component.place, label(component), kName);
      if (!component.resolved) continue;
      const std::string& address = *component.resolved;
      if (unencrypted(address)) plain.add(component.place, label(component) + " from " + address, kName);
      if (component.origin == model::Origin::git)
        git.add(component.place,
                label(component) + " from " + address +
                    (pinned_commit(address) ? "" : " (no commit: its content can change)"),
                kName);
    }
    plain.finish("package comes over an unencrypted connection", "packages come over an unencrypted connection",
                 {"Change the addresses to https and regenerate the lockfile."}, out);
    moving.finish("step uses a tag or branch, which can be moved to other code",
                  "steps use a tag or branch, which can be moved to other code",
                  {"Name the full commit of an action and the digest of an image, with the version in a comment."},
                  out);
    git.finish("package comes from git instead of a registry", "packages come from git instead of a registry",
               {"Use a published release, or pin the full commit and review it: no registry signs or scans this code."},
               out);
  }
}

}  // namespace cordon::checks
