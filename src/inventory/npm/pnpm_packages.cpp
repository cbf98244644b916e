#include <unordered_set>

#include "base/text.h"
#include "inventory/npm/pnpm_parts.h"
#include "model/purl.h"

namespace cordon::inventory::npm {
namespace {

using model::InstallScript;
using model::Scope;

// A cause and how often it occurred: it is told once, with the place of the first.
struct Tally {
  std::uint32_t count = 0;
  Value first;
  std::string key;

  void add(const Value& at, std::string_view name) {
    if (count++ == 0) {
      first = at;
      key = name;
    }
  }
  void tell(std::string_view code, std::string_view what, PnpmDraft& draft) const {
    if (count == 0) return;
    std::string reason(what);
    reason += ": " + text::visible(key);
    if (count > 1) reason += " and " + std::to_string(count - 1) + " more";
    draft.unread(first, code, std::move(reason), false);
  }
};

// The build policy that 5.x and 6.x files record: pnpm did not look for install scripts of what it keeps from building.
class BuildPolicy {
 public:
  explicit BuildPolicy(const Value& document) {
    only_given_ = document["onlyBuiltDependencies"].is_array();
    for (const Value name : document["onlyBuiltDependencies"].elements()) only_.insert(name.text());
    for (const Value name : document["neverBuiltDependencies"].elements()) never_.insert(name.text());
  }
  bool builds(std::string_view name) const { return (!only_given_ || only_.contains(name)) && !never_.contains(name); }

 private:
  bool only_given_ = false;
  std::unordered_set<std::string_view> only_, never_;
};

class Packages {
 public:
  Packages(PnpmPart& part, PnpmDraft& draft) : part_(part), draft_(draft), policy_(part.root) {}

  Result<void> read() {
    const Value packages = section("packages");
    reserve(packages.size());
    if (!part_.split) {
      for (const Value::Member member : packages.members()) add(member, describe(member), Value());
    } else {
      TRY(read_split(packages, section("snapshots")));
    }
    tell();
    return {};
  }

 private:
  struct Described {
    std::uint32_t package = 0;
    bool used = false;
  };

  Value section(std::string_view name) {
    const Value value = part_.root[name];
    if (value.exists() && !value.is_object() && !value.is_null())
      draft_.unread(value, "wrong_type", std::string(name) + " is no mapping", true);
    return value;
  }

  void reserve(std::size_t count) {
    part_.packages.reserve(part_.packages.size() + count);
    part_.by_key.reserve(count);
    part_.instances.reserve(count);
    draft_.inventory.components.reserve(draft_.inventory.components.size() + count);
  }

  Result<void> read_split(const Value& packages, const Value& snapshots) {
    std::unordered_map<std::string_view, Described> described;
    described.reserve(packages.size());
    for (const Value::Member member : packages.members()) described.emplace(member.key, Described{describe(member)});
    reserve(snapshots.size());
    for (const Value::Member member : snapshots.members()) {
      expect_mapping(member);
      auto found = described.find(parse_pnpm_key(member.key, part_.style).base);
      if (found == described.end()) found = described.find(member.key);
      if (found == described.end()) {
        without_package_.add(member.name, member.key);
        part_.packages.emplace_back();
        add(member, static_cast<std::uint32_t>(part_.packages.size() - 1), member.value);
        continue;
      }
      if (found->second.used) TRY(draft_.repeat(part_.packages[found->second.package].copied_bytes()));
      found->second.used = true;
      add(member, found->second.package, member.value);
    }
    for (const Value::Member member : packages.members()) {
      const Described& entry = described.find(member.key)->second;
      if (entry.used) continue;
      without_snapshot_.add(member.name, member.key);
      add(member, entry.package, Value());
    }
    return {};
  }

  void expect_mapping(const Value::Member& member) {
    if (!member.value.is_object() && !member.value.is_null())
      draft_.unread(member.name, "wrong_type", "an entry that is no mapping", true);
  }

  // Reads an entry of `packages`; gives its index.
  std::uint32_t describe(const Value::Member& member) {
    expect_mapping(member);
    PnpmPackage package = describe_pnpm_package(member.value);
    if (package.malformed) draft_.unread(member.name, "wrong_type", "a resolution of an unexpected type", true);
    if (!package.resolution.has_known_type())
      draft_.unread(member.name, "unsupported_format", "a resolution that only a plug-in of the project knows", false);
    if (!package.resolution.at.exists()) without_resolution_.add(member.name, member.key);
    if (package.brings_others) bundled_.add(member.name, member.key);
    part_.packages.push_back(std::move(package));
    return static_cast<std::uint32_t>(part_.packages.size() - 1);
  }

  void add(const Value::Member& member, std::uint32_t package_index, const Value& snapshot) {
    const PnpmPackage& package = part_.packages[package_index];
    const PnpmKey key = parse_pnpm_key(member.key, part_.style);
    model::Component component;
    if (!name(member, key, package, component)) return;
    component.id = draft_.context.display_path + "#" + part_.prefix + std::string(member.key);
    component.place = {draft_.context.display_path, member.line()};
    resolve_pnpm_package(key, package, part_, component, draft_);
    // Relative ones are relative to the registry.
    if (!key.version.empty() && package.resolution.tarball.starts_with("file:"))
      draft_.unread(member.name, "invalid_value", "a release that lies at no address", true);
    component.install_script = install_script(package, component);
    component.scope = package.states_scope && part_.major < 7 ? stated_scope(package) : Scope::unknown;
    const auto index = static_cast<std::uint32_t>(draft_.inventory.components.size());
    part_.by_key.emplace(member.key, index);
    part_.instances.push_back({index, package_index, snapshot["dependencies"], snapshot["optionalDependencies"]});
    draft_.inventory.components.push_back(std::move(component));
  }

  // What pnpm would install: up to 6.x the key rules where it has a version, later the entry's own version does.
  bool name(const Value::Member& member, const PnpmKey& key, const PnpmPackage& package, model::Component& component) {
    component.name = key.name.empty() ? package.name : key.name;
    component.version = key.version.empty() ? package.version : key.version;
    if (part_.major >= 7 && !package.version.empty()) component.version = package.version;
    if (component.version.empty() && key.address.starts_with("runtime:")) component.version = key.address.substr(8);
    if ((!key.name.empty() && !package.name.empty() && package.name != key.name) ||
        (!key.version.empty() && !package.version.empty() && package.version != key.version))
      contradicting_.add(package.stated_at, member.key);
    if (!component.name.empty()) return true;
    draft_.unread(member.name, "invalid_value", "an entry whose key names no package", true);
    return false;
  }

  InstallScript install_script(const PnpmPackage& package, const model::Component& component) const {
    if (part_.major >= 7) return InstallScript::unknown;
    if (package.prepare) return InstallScript::yes;
    if (package.requires_build)  // pnpm assumes it of optional packages, without a look
      return package.optional ? InstallScript::unknown : InstallScript::yes;
    // Of folders, git and tarball addresses pnpm has no metadata: an absent mark means nothing.
    const bool registry = component.origin == model::Origin::registry || component.origin == model::Origin::patch;
    return registry && policy_.builds(component.name) ? InstallScript::no : InstallScript::unknown;
  }

  // Where `dev` is absent the edges tell: pnpm leaves it out of what both kinds need, other tools leave it out at will.
  static Scope stated_scope(const PnpmPackage& package) {
    if (package.optional) return package.development ? Scope::development_optional : Scope::optional;
    return package.development ? Scope::development : Scope::runtime;
  }

  void tell() const {
    without_snapshot_.tell("disagreement", "packages without a snapshot, so without what they depend on", draft_);
    without_package_.tell("disagreement", "snapshots without an entry of packages, so without integrity", draft_);
    without_resolution_.tell("missing_field", "packages that do not say where they come from", draft_);
    contradicting_.tell("disagreement", "entries whose name or version is not the one of their key", draft_);
    bundled_.tell("bundled", "packages that bring others in their archive, which this file does not list", draft_);
  }

  PnpmPart& part_;
  PnpmDraft& draft_;
  BuildPolicy policy_;
  Tally without_snapshot_, without_package_, without_resolution_, contradicting_, bundled_;
};

}  // namespace

Result<void> read_pnpm_packages(PnpmPart& part, PnpmDraft& draft) { return Packages(part, draft).read(); }

}  // namespace cordon::inventory::npm
