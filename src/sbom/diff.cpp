#include "sbom/diff.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "model/integrity.h"
#include "model/registries.h"
#include "sbom/version_compare.h"

namespace cordon::sbom {
namespace {

using model::Component;
using model::Severity;
using Texts = std::set<std::string>;

// The components of one package on one side.
struct Side {
  const model::Inventory* inventory = nullptr;
  std::vector<std::uint32_t> components;

  const Component& at(std::uint32_t index) const { return inventory->components[index]; }
};

template <class Text>
Texts texts_of(const Side& side, Text text) {
  Texts out;
  for (const std::uint32_t index : side.components)
    if (std::string each = text(side.at(index)); !each.empty()) out.insert(std::move(each));
  return out;
}

std::map<std::string, Side> by_version(const Side& side) {
  std::map<std::string, Side> out;
  for (const std::uint32_t index : side.components) {
    Side& of = out[side.at(index).version];
    of.inventory = side.inventory;
    of.components.push_back(index);
  }
  return out;
}

std::string version_of(const Component& component) { return component.version; }

// The registry, or how else it is obtained and from where; empty for a registry that is not known.
std::string source_of(const Component& component) {
  if (component.origin == model::Origin::registry && component.registry.id.empty()) return {};
  std::string out(to_string(component.origin));
  const std::string host = component.origin == model::Origin::registry ? component.registry.id
                           : component.resolved                        ? model::Registries::host_of(*component.resolved)
                                                                       : std::string();
  return host.empty() ? out : out + " " + host;
}

bool has_script(const Side& side, model::InstallScript script) {
  return std::ranges::any_of(side.components,
                             [&](std::uint32_t index) { return side.at(index).install_script == script; });
}

// Digests by algorithm.
std::map<model::DigestAlgorithm, Texts> digests_of(const Side& side) {
  std::map<model::DigestAlgorithm, Texts> out;
  for (const std::uint32_t index : side.components)
    for (const std::string& text : side.at(index).integrity)
      for (const model::IntegrityHash& hash : model::parse_integrity(text))
        if (!hash.sri.empty()) out[hash.algorithm].insert(hash.sri);
  return out;
}

std::vector<std::string> listed(const Texts& texts) { return {texts.begin(), texts.end()}; }

std::vector<std::string> without(const Texts& texts, const Texts& others) {
  std::vector<std::string> out;
  std::ranges::set_difference(texts, others, std::back_inserter(out));
  return out;
}

// The first of a set that no other is older than.
const std::string& oldest(std::string_view ecosystem, const Texts& versions) {
  const std::string* out = &*versions.begin();
  for (const std::string& each : versions)
    if (compare_versions(ecosystem, each, *out) < 0) out = &each;
  return *out;
}

class Comparison {
 public:
  Comparison(const model::Inventory& before, const model::Inventory& after) {
    group(before, &Package::before);
    group(after, &Package::after);
  }

  std::vector<Change> run() && {
    for (const auto& [key, package] : packages_) compare(key, package);
    std::ranges::sort(changes_, [](const Change& a, const Change& b) {
      return std::tie(b.severity, a.name, a.ecosystem, a.kind, a.version) <
             std::tie(a.severity, b.name, b.ecosystem, b.kind, b.version);
    });
    return std::move(changes_);
  }

 private:
  using Key = std::pair<std::string, std::string>;  // ecosystem, name
  struct Package {
    Side before, after;
  };

  void group(const model::Inventory& inventory, Side Package::* side) {
    for (std::uint32_t i = 0; i < inventory.components.size(); ++i) {
      const Component& component = inventory.components[i];
      Side& to = packages_[{component.ecosystem, component.name}].*side;
      to.inventory = &inventory;
      to.components.push_back(i);
    }
  }

  Change& add(const Key& key, ChangeKind kind, Severity severity, const Side& where) {
    Change& out = changes_.emplace_back();
    out.kind = kind;
    out.severity = severity;
    out.ecosystem = key.first;
    out.name = key.second;
    out.components = where.components;
    return out;
  }

  void compare(const Key& key, const Package& package) {
    const auto& [before, after] = package;
    const Texts versions_before = texts_of(before, version_of), versions_after = texts_of(after, version_of);
    if (after.components.empty()) {
      add(key, ChangeKind::removed, Severity::info, before).before = listed(versions_before);
      return;
    }
    compare_scripts(key, package);
    if (before.components.empty()) {
      const bool from_registry = std::ranges::all_of(
          after.components, [&](std::uint32_t index) { return after.at(index).origin == model::Origin::registry; });
      Change& change = add(key, ChangeKind::added, from_registry ? Severity::low : Severity::medium, after);
      change.after = listed(versions_after);
      return;
    }
    if (versions_before != versions_after) compare_versions_of(key, after, versions_before, versions_after);
    compare_sources(key, package);
    const std::map<std::string, Side> sides_before = by_version(before);
    for (const auto& [version, side] : by_version(after))
      if (const auto same = sides_before.find(version); same != sides_before.end())
        compare_one_version(key, version, same->second, side);
  }

  // That a package runs code is news where it is new or where it was known not to; many lockfiles do not say.
  void compare_scripts(const Key& key, const Package& package) {
    using model::InstallScript;
    if (!has_script(package.after, InstallScript::yes) || has_script(package.before, InstallScript::yes)) return;
    const bool unknown = !package.before.components.empty() && !has_script(package.before, InstallScript::no);
    Change& change = add(key, ChangeKind::install_script, unknown ? Severity::low : Severity::high, package.after);
    if (!package.before.components.empty()) change.before = {unknown ? "unknown" : "no"};
    change.after = {"yes"};
    std::erase_if(change.components,
                  [&](std::uint32_t index) { return package.after.at(index).install_script != InstallScript::yes; });
  }

  void compare_versions_of(const Key& key, const Side& after, const Texts& before, const Texts& now) {
    const std::vector<std::string> gone = without(before, now), come = without(now, before);
    // Going back is how a known hole returns.
    const std::string* limit = before.empty() ? nullptr : &oldest(key.first, before);
    const bool older = limit && std::ranges::any_of(come, [&](const std::string& version) {
                         return compare_versions(key.first, version, *limit) < 0;
                       });
    Change& change = add(key, ChangeKind::version, older ? Severity::low : Severity::info, after);
    change.before = gone;
    change.after = come;
    std::erase_if(change.components, [&](std::uint32_t index) {
      return !come.empty() && !std::ranges::binary_search(come, after.at(index).version);
    });
  }

  void compare_sources(const Key& key, const Package& package) {
    const Texts before = texts_of(package.before, source_of), after = texts_of(package.after, source_of);
    std::vector<std::string> come = without(after, before);
    // A registry that nobody named may be any; git, an address or a folder is none.
    const auto is_open = [&](std::uint32_t index) { return source_of(package.before.at(index)).empty(); };
    if (std::ranges::any_of(package.before.components, is_open))
      std::erase_if(come, [](const std::string& source) { return source.starts_with("registry"); });
    if (come.empty()) return;
    Change& change = add(key, ChangeKind::source, Severity::high, package.after);
    change.before = listed(before);
    change.after = come;
    std::erase_if(change.components, [&](std::uint32_t index) {
      return !std::ranges::binary_search(come, source_of(package.after.at(index)));
    });
  }

  void compare_one_version(const Key& key, const std::string& version, const Side& before, const Side& after) {
    const auto digests_before = digests_of(before), digests_after = digests_of(after);
    for (const auto& [algorithm, digests] : digests_after) {
      const auto known = digests_before.find(algorithm);
      if (known == digests_before.end() || known->second == digests) continue;
      Change& change = add(key, ChangeKind::integrity, Severity::critical, after);
      change.version = version;
      change.before = listed(known->second);
      change.after = listed(digests);
    }
    if (digests_after.empty() && !digests_before.empty()) {
      Change& change = add(key, ChangeKind::integrity, Severity::medium, after);
      change.version = version;
      for (const auto& [algorithm, digests] : digests_before)
        change.before.insert(change.before.end(), digests.begin(), digests.end());
    }
    compare_addresses(key, version, before, after);
  }

  void compare_addresses(const Key& key, const std::string& version, const Side& before, const Side& after) {
    const auto address = [](const Component& component) { return component.resolved.value_or(""); };
    const Texts addresses_before = texts_of(before, address), addresses_after = texts_of(after, address);
    const std::vector<std::string> come = without(addresses_after, addresses_before);
    if (come.empty() || addresses_before.empty()) return;
    if (!without(texts_of(after, source_of), texts_of(before, source_of)).empty()) return;  // said as another source
    Change& change = add(key, ChangeKind::address, Severity::low, after);
    change.version = version;
    change.before = listed(addresses_before);
    change.after = come;
  }

  std::map<Key, Package> packages_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> diff_inventories(const model::Inventory& before, const model::Inventory& after) {
  return Comparison(before, after).run();
}

}  // namespace cordon::sbom
