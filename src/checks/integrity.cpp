#include "checks/integrity.h"

#include <algorithm>
#include <unordered_map>

#include "checks/collect.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "integrity";

bool strong(std::string_view sri) {
  return sri.starts_with("sha512-") || sri.starts_with("sha384-") || sri.starts_with("sha256-");
}

// Archives that should have a digest in the lockfile. Git content is pinned by its commit, bundled packages are inside
// another archive, and folders have no archive.
bool needs_digest(const model::Component& component) {
  if (component.bundled) return false;
  // No lockfile holds digests of these: what pins them is a commit or a digest as the version, and check_sources looks.
  if (component.ecosystem == "github-actions" || component.ecosystem == "docker") return false;
  return component.origin == model::Origin::registry || component.origin == model::Origin::http;
}

std::string how_to_record(const model::Inventory& lock) {
  if (lock.ecosystem == "go") return "Run 'go mod tidy', which records the digest of every module in go.sum.";
  if (lock.ecosystem == "crates") return "Regenerate the lockfile with a current cargo, which records SHA-256 digests.";
  if (lock.ecosystem == "pypi")
    return lock.format.starts_with("requirements")
               ? "Write the file with 'pip-compile --generate-hashes' or 'uv pip compile --generate-hashes': pip then "
                 "installs nothing else."
               : "Regenerate the lockfile with a current client, which records SHA-256 digests of every archive.";
  return "Regenerate the lockfile with a current client, which records SHA-512 digests.";
}

void shared_digests(const model::Inventory& lock, std::vector<model::Finding>& out) {
  std::unordered_map<std::string_view, const model::Component*> first;
  FileFinding shared("integrity.shared-digest", model::FindingKind::integrity, model::Severity::medium, lock.path);
  for (const model::Component& component : lock.components) {
    for (const std::string& sri : component.integrity) {
      const auto [place, fresh] = first.try_emplace(sri, &component);
      if (fresh) continue;
      const model::Component& other = *place->second;
      if (other.name == component.name && other.version == component.version) continue;
      shared.add(component.place, label(component) + " has the digest of " + label(other), kName);
      break;  // counted as a package, whatever the number of its digests
    }
  }
  shared.finish("package has the digest of another package", "packages have the digest of another package",
                {"One archive cannot be two packages: compare both entries with the registry's metadata."}, out);
}

}  // namespace

void check_integrity(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  for (const model::Inventory& lock : project.lockfiles) {
    FileFinding missing("integrity.missing", model::FindingKind::integrity, model::Severity::medium, lock.path);
    FileFinding weak("integrity.weak", model::FindingKind::integrity, model::Severity::low, lock.path);
    for (const model::Component& component : lock.components) {
      // A document leaves digests out as it likes (Coverage says so): nothing is installed from it.
      if (lock.document || !needs_digest(component)) continue;
      if (component.integrity.empty() && !component.checksum)
        missing.add(component.place, label(component) + " has no integrity", kName);
      else if (!component.integrity.empty() &&
               std::none_of(component.integrity.begin(), component.integrity.end(), strong))
        weak.add(component.place, label(component) + " has only " + component.integrity.front(), kName);
    }
    missing.finish("package has no integrity: whatever its address serves is accepted",
                   "packages have no integrity: whatever their addresses serve is accepted", {how_to_record(lock)},
                   out);
    weak.finish("package is pinned by SHA-1 only", "packages are pinned by SHA-1 only",
                {"Regenerate the lockfile with a current client, which records SHA-512 digests."}, out);
    shared_digests(lock, out);
  }
}

}  // namespace cordon::checks
