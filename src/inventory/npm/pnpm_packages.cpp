#include <unordered_set>

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
    reason += ": " + key;
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

  void read() {
    const Value packages = section("packages");
    if (part_.split) {
      const Value snapshots = section("snapshots");
      std::unordered_map<std::string_view, Described> described;
      described.reserve(packages.size());
      reserve(snapshots.size());
      for (const Value::Member member : packages.members()) described.emplace(member.key, Described{member, false});
      for (const Value::Member member : snapshots.members()) read_snapshot(member, described);
      for (const Value::Member member : packages.members()) {
        if (described.find(member.key)->second.used) continue;
        without_snapshot_.add(member.name, member.key);
        add(member, member.value, Value());
      }
    } else {
      reserve(packages.size());
      for (const Value::Member member : packages.members()) add(member, member.value, Value());
    }
    tell();
  }

 private:
  struct Described {
    Value::Member member;
    bool used = false;
  };

  void reserve(std::size_t count) {
    part_.by_key.reserve(count);
    part_.instances.reserve(count);
    draft_.inventory.components.reserve(draft_.inventory.components.size() + count);
  }

  Value section(std::string_view name) {
    const Value value = part_.root[name];
    if (value.exists() && !value.is_object() && !value.is_null())
      draft_.unread(value, "wrong_type", std::string(name) + " is no mapping", true);
    return value;
  }

  void read_snapshot(const Value::Member& member, std::unordered_map<std::string_view, Described>& described) {
    auto found = described.find(parse_pnpm_key(member.key, part_.style).base);
    if (found == described.end()) found = described.find(member.key);
    if (found == described.end()) {
      without_package_.add(member.name, member.key);
      add(member, Value(), member.value);
      return;
    }
    found->second.used = true;
    add(member, found->second.member.value, member.value);
  }

  void add(const Value::Member& member, const Value& package, const Value& snapshot) {
    if ((package.exists() && !package.is_object() && !package.is_null()) ||
        (snapshot.exists() && !snapshot.is_object() && !snapshot.is_null()))
      draft_.unread(member.name, "wrong_type", "an entry that is no mapping", true);
    const PnpmKey key = parse_pnpm_key(member.key, part_.style);
    model::Component component;
    if (!name(member, key, package, component)) return;
    component.id = draft_.context.display_path + "#" + part_.prefix + std::string(member.key);
    component.place = {draft_.context.display_path, member.line()};
    resolve_pnpm_package(key, package, part_, component, draft_);
    component.install_script = install_script(package, component);
    component.scope = part_.states_scope ? stated_scope(package) : Scope::unknown;
    if (brings_others(package)) bundled_.add(member.name, member.key);
    const auto index = static_cast<std::uint32_t>(draft_.inventory.components.size());
    part_.by_key.emplace(member.key, index);
    part_.instances.push_back({index, package, snapshot});
    draft_.inventory.components.push_back(std::move(component));
  }

  // What pnpm would install: up to 6.x the key rules where it has a version, later the entry's own version does.
  bool name(const Value::Member& member, const PnpmKey& key, const Value& package, model::Component& component) {
    const auto stated_name = package["name"].string();
    const auto stated_version = package["version"].string();
    component.name = key.name.empty() ? stated_name.value_or("") : key.name;
    component.version = key.version.empty() ? stated_version.value_or("") : key.version;
    if (part_.major >= 7 && stated_version) component.version = *stated_version;
    if (component.version.empty() && key.address.starts_with("runtime:")) component.version = key.address.substr(8);
    if ((!key.name.empty() && stated_name && *stated_name != key.name) ||
        (!key.version.empty() && stated_version && *stated_version != key.version))
      contradicting_.add(member.name, member.key);
    if (!component.name.empty()) return true;
    draft_.unread(member.name, "invalid_value", "an entry whose key names no package", true);
    return false;
  }

  InstallScript install_script(const Value& package, const model::Component& component) const {
    if (part_.major >= 7) return InstallScript::unknown;
    if (package["prepare"].is_true()) return InstallScript::yes;
    if (package["requiresBuild"].is_true())  // pnpm assumes it of optional packages, without a look
      return package["optional"].is_true() ? InstallScript::unknown : InstallScript::yes;
    const bool folder = component.origin == model::Origin::file || component.origin == model::Origin::workspace;
    return folder || !policy_.builds(component.name) ? InstallScript::unknown : InstallScript::no;
  }

  // `dev` absent means: needed by both kinds.
  static Scope stated_scope(const Value& package) {
    const bool development = package["dev"].is_true();
    if (package["optional"].is_true()) return development ? Scope::development_optional : Scope::optional;
    return development ? Scope::development : Scope::runtime;
  }

  static bool brings_others(const Value& package) {
    for (const std::string_view name : {"bundledDependencies", "bundleDependencies"}) {
      const Value list = package[name];
      if (list.is_true() || list.size() > 0) return true;
    }
    return false;
  }

  void tell() const {
    without_snapshot_.tell("disagreement", "packages without a snapshot, so without what they depend on", draft_);
    without_package_.tell("disagreement", "snapshots without an entry of packages, so without integrity", draft_);
    contradicting_.tell("disagreement", "entries whose name or version is not the one of their key", draft_);
    bundled_.tell("bundled", "packages that bring others in their archive, which this file does not list", draft_);
  }

  PnpmPart& part_;
  PnpmDraft& draft_;
  BuildPolicy policy_;
  Tally without_snapshot_, without_package_, contradicting_, bundled_;
};

}  // namespace

void read_pnpm_packages(PnpmPart& part, PnpmDraft& draft) { Packages(part, draft).read(); }

}  // namespace cordon::inventory::npm
