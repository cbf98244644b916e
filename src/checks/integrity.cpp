#include "checks/integrity.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

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

// The releases of before, with their digests: what registries say is looked up only of what a change brought.
std::set<std::pair<std::string_view, std::string_view>> pinned_before(const Project& project) {
  std::set<std::pair<std::string_view, std::string_view>> out;
  if (project.before == nullptr) return out;
  for (const model::Inventory& lock : project.before->lockfiles)
    for (const model::Component& component : lock.components)
      for (const std::string& sri : component.integrity) out.emplace(component.purl, sri);
  return out;
}

void other_than_the_registry(const Project& project, const model::Inventory& lock, std::vector<model::Finding>& out) {
  if (!project.packuments || lock.document || (project.before == nullptr && !project.asks_of_all)) return;
  const auto before = pinned_before(project);
  FileFinding other("integrity.registry", model::FindingKind::integrity, model::Severity::high, lock.path);
  for (const model::Component& component : lock.components) {
    if (component.bundled || component.origin != model::Origin::registry) continue;
    const bool is_new = std::ranges::any_of(
        component.integrity, [&](const std::string& sri) { return !before.contains({component.purl, sri}); });
    const change::Packument* packument = is_new ? project.packuments(component) : nullptr;
    if (packument == nullptr) continue;
    const auto at = packument->releases.find(component.version);
    if (at == packument->releases.end() || !change::contradicts(at->second, component)) continue;
    other.add(component.place,
              label(component) + " is pinned to another archive than its registry has: " + at->second.integrity, kName);
  }
  other.finish(
      "package is pinned to another digest than its registry has",
      "packages are pinned to other digests than their registries have",
      {"Install nothing of this lockfile before it is known where that digest came from; resolving the package "
       "anew writes the registry's."},
      out);
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
    other_than_the_registry(project, lock, out);
  }
}

}  // namespace cordon::checks
