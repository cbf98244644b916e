#include "checks/sources.h"

#include "checks/collect.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "sources";

bool hex_digits(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

// Whether the address names a full commit: then its content cannot change.
bool pinned_commit(std::string_view address) {
  const std::size_t hash = address.rfind('#');
  std::string_view commit = hash == std::string_view::npos ? std::string_view() : address.substr(hash + 1);
  if (const std::size_t key = commit.rfind('='); key != std::string_view::npos) commit.remove_prefix(key + 1);
  return commit.size() >= 40 && hex_digits(commit.substr(0, 40));
}

}  // namespace

void check_sources(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  for (const model::Inventory& lock : project.lockfiles) {
    FileFinding plain("source.plain-http", model::FindingKind::source, model::Severity::medium, lock.path);
    FileFinding git("source.git", model::FindingKind::source, model::Severity::medium, lock.path);
    for (const model::Component& component : lock.components) {
      if (!component.resolved) continue;
      const std::string& address = *component.resolved;
      if (address.starts_with("http://") || address.starts_with("git://") || address.starts_with("git+http://"))
        plain.add(component.place.line, label(component) + " from " + address, kName);
      if (component.origin == model::Origin::git)
        git.add(component.place.line,
                label(component) + " from " + address +
                    (pinned_commit(address) ? "" : " (no commit: its content can change)"),
                kName);
    }
    plain.finish("package comes over an unencrypted connection", "packages come over an unencrypted connection",
                 {"Change the addresses to https and regenerate the lockfile."}, out);
    git.finish("package comes from git instead of a registry", "packages come from git instead of a registry",
               {"Use a published release, or pin the full commit and review it: no registry signs or scans this code."},
               out);
  }
}

}  // namespace cordon::checks
