#include "change/confusion.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <unordered_map>

#include "change/name_text.h"
#include "change/popular.h"
#include "model/ascii.h"

namespace cordon::change {
namespace {

using model::Component;
using model::RegistryClass;

constexpr std::uint64_t kFirstYear = 1'990, kLastYear = 2'100;  // of versions that are dates
constexpr std::uint64_t kAbsurdMajor = 1'000;
constexpr std::uint64_t kJump = 10;  // times the major version before

// The first number of a version. Empty when it does not begin with one, or none that 64 bits hold.
std::optional<std::uint64_t> major_of(std::string_view version) {
  if (version.starts_with('v')) version.remove_prefix(1);
  std::uint64_t major = 0;
  const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), major);
  if (error != std::errc() || end == version.data()) return std::nullopt;
  return major;
}

// 2026, 202601, 20260102, 2026010203, ...: begins with a year.
bool is_date(std::uint64_t major) {
  while (major > 9'999) major /= 10;
  return major >= kFirstYear && major <= kLastYear;
}

bool is_of_public(const Component& component) {
  return component.origin == model::Origin::registry &&
         (component.registry.class_ == RegistryClass::public_ || component.registry.class_ == RegistryClass::mirror);
}

bool is_private(const Component& component) {
  return component.origin == model::Origin::workspace ||
         (component.origin == model::Origin::registry && component.registry.class_ == RegistryClass::private_);
}

// What is private, each with what makes it so.
struct Private {
  std::unordered_map<std::string, std::string> names;  // canonical name: as declared
  std::set<std::string> scopes;                        // declared
  std::unordered_map<std::string, std::string> mixed;  // scope: a sibling from a private registry
  std::unordered_map<std::string, std::string> roots;  // packages of the project
  std::unordered_map<std::string, std::string> twins;  // unscoped form: the private package
};

void add_twins(std::string_view name, Private& known) {
  const ScopedName parts = split_scope(name);
  if (parts.scope.empty()) return;
  known.twins.try_emplace(std::string(parts.rest), name);
  known.twins.try_emplace(std::string(parts.scope) + '-' + std::string(parts.rest), name);
}

Private collect(const model::Inventory& inventory, const model::PrivateDeclaration& declared) {
  Private known;
  for (const std::string& name : declared.names) {
    known.names.try_emplace(canonical_name(inventory.ecosystem, name), name);
    add_twins(name, known);
  }
  known.scopes.insert(declared.scopes.begin(), declared.scopes.end());
  for (const model::Root& root : inventory.roots) {
    if (root.name.empty() || root.kind == model::RootKind::inferred) continue;
    known.roots.try_emplace(canonical_name(inventory.ecosystem, root.name), root.name);
    add_twins(root.name, known);
  }
  for (const Component& component : inventory.components) {
    if (!is_private(component)) continue;
    add_twins(component.name, known);
    const std::string scope(scope_of(component.name));
    if (component.origin == model::Origin::registry && !scope.empty()) known.mixed.try_emplace(scope, component.name);
    if (component.origin == model::Origin::workspace)
      known.roots.try_emplace(canonical_name(inventory.ecosystem, component.name), component.name);
  }
  return known;
}

const std::string* found_in(const std::unordered_map<std::string, std::string>& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

std::unordered_map<std::string_view, std::uint64_t> majors_of(std::span<const VersionBefore> before) {
  std::unordered_map<std::string_view, std::uint64_t> majors;
  for (const VersionBefore& one : before) {
    const auto major = major_of(one.version);
    if (!major) continue;
    auto& most = majors.try_emplace(one.name, *major).first->second;
    most = std::max(most, *major);
  }
  return majors;
}

bool is_jump(std::string_view version, std::uint64_t before) {
  const auto major = major_of(version);
  return major && !is_date(*major) && *major / kJump >= std::max<std::uint64_t>(before, 1) && *major > before;
}

// Whether versions are those of releases; elsewhere they are commits and tags.
bool has_releases(std::string_view ecosystem) {
  return ecosystem == "npm" || ecosystem == "pypi" || ecosystem == "crates";
}

}  // namespace

std::string_view to_string(ConfusionKind kind) {
  switch (kind) {
    case ConfusionKind::declared_name: return "declared-name";
    case ConfusionKind::declared_scope: return "declared-scope";
    case ConfusionKind::workspace: return "workspace";
    case ConfusionKind::mixed_scope: return "mixed-scope";
    case ConfusionKind::unscoped_twin: return "unscoped-twin";
    case ConfusionKind::absurd_version: return "absurd-version";
    case ConfusionKind::version_jump: return "version-jump";
  }
  return {};
}

bool is_absurd_version(std::string_view version) {
  const auto major = major_of(version);
  if (!major || is_date(*major)) return false;
  if (*major >= kAbsurdMajor) return true;
  return *major == 99 || *major == 999;
}

std::vector<Confusion> find_confusion(const model::Inventory& inventory, const model::PrivateDeclaration& declared,
                                      std::span<const VersionBefore> before) {
  const Private known = collect(inventory, declared);
  const auto majors = majors_of(before);
  std::vector<Confusion> found;
  for (std::uint32_t i = 0; i < inventory.components.size(); ++i) {
    const Component& component = inventory.components[i];
    if (!is_of_public(component)) continue;
    const auto add = [&](ConfusionKind kind, std::string because) { found.push_back({i, kind, std::move(because)}); };
    const std::string name = canonical_name(component.ecosystem, component.name), scope(scope_of(component.name));
    if (const std::string* as_declared = found_in(known.names, name)) add(ConfusionKind::declared_name, *as_declared);
    if (known.scopes.contains(scope)) add(ConfusionKind::declared_scope, scope);
    const std::string* root = found_in(known.roots, name);
    const std::string* sibling = found_in(known.mixed, scope);
    const std::string* twin = scope.empty() ? found_in(known.twins, component.name) : nullptr;
    const bool listed = popularity(component.ecosystem, component.name).has_value();
    if (root != nullptr && !listed) add(ConfusionKind::workspace, *root);
    if (sibling != nullptr && !known.scopes.contains(scope)) add(ConfusionKind::mixed_scope, *sibling);
    if (listed) continue;
    if (twin != nullptr) add(ConfusionKind::unscoped_twin, *twin);
    // Some number everything they publish so.
    const bool scope_listed = !scope.empty() && is_listed_scope(component.ecosystem, scope);
    if (!has_releases(component.ecosystem)) continue;
    if (!scope_listed && is_absurd_version(component.version)) add(ConfusionKind::absurd_version, component.version);
    if (const auto major = majors.find(component.name);
        major != majors.end() && is_jump(component.version, major->second))
      add(ConfusionKind::version_jump, std::to_string(major->second));
  }
  return found;
}

}  // namespace cordon::change
