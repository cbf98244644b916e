#include "app/policy_releases.h"

#include <algorithm>
#include <unordered_map>

#include "checks/comparison.h"
#include "model/integrity.h"
#include "model/registries.h"

namespace cordon::app {
namespace {

using model::Component;
using model::InstallScript;

// Whether a rule asks for this fact of the release: a registry is not to be asked about others.
bool asks(const policy::Rules& rules, policy::Condition condition, const policy::Release& release) {
  return std::ranges::any_of(rules.rules, [&](const policy::Rule& rule) {
    return rule.condition == condition && policy::speaks_of(rule, release);
  });
}

bool is_of_project(const Component& component) {
  return component.origin == model::Origin::workspace || component.origin == model::Origin::link;
}

std::string key_of(const Component& component) {
  std::string key = component.purl + "\n" + component.registry.id + "\n" + std::string(to_string(component.origin));
  std::vector<std::string> digests = component.integrity;
  std::ranges::sort(digests);
  for (const std::string& each : digests) key += "\n" + each;
  return key;
}

// What a client holds its archive against: the digests of the strongest kind, in order.
std::vector<std::string> checked_digests(const Component& component) {
  std::vector<model::IntegrityHash> hashes;
  for (const std::string& each : component.integrity)
    for (model::IntegrityHash& hash : model::parse_integrity(each))
      if (!hash.sri.empty()) hashes.push_back(std::move(hash));
  std::vector<std::string> out;
  if (hashes.empty()) return out;
  const auto strongest = std::ranges::max_element(hashes, {}, &model::IntegrityHash::algorithm)->algorithm;
  for (model::IntegrityHash& hash : hashes)
    if (hash.algorithm == strongest) out.push_back(std::move(hash.sri));
  std::ranges::sort(out);
  return out;
}

bool is_same_source(const Component& a, const Component& b) {
  return a.registry.id == b.registry.id && a.origin == b.origin;
}

// Whether the release was there before the change, with the same content as far as anything says so. Where a digest was
// there, it must be there still: whoever takes it away, or puts a weaker one in its place, leaves open what is
// installed. One that comes where there was none pins what was there.
bool was_there(const std::vector<const Component*>& before, const Component& now) {
  const std::vector<std::string> digests = checked_digests(now);
  bool had_digest = false, had_none = false;
  for (const Component* was : before) {
    if (!is_same_source(*was, now)) continue;
    const std::vector<std::string> old = checked_digests(*was);
    had_digest |= !old.empty();
    had_none |= old.empty();
    if (!old.empty() && std::ranges::includes(old, digests) && !digests.empty()) return true;
  }
  return had_none && (digests.empty() || !had_digest);
}

class Collector {
 public:
  Collector(const checks::Project& project, const policy::Rules& rules, std::int64_t now)
      : project_(project), rules_(rules), now_(now) {}

  std::vector<PlacedRelease> run(const policy::PackagePattern* only) {
    for (const model::Inventory& inventory : project_.lockfiles) add(inventory);
    if (project_.hidden_lockfile) add(*project_.hidden_lockfile);
    if (project_.installed) add_installed(project_.installed->inventory);
    if (project_.before != nullptr) leave_new();
    if (only != nullptr)
      std::erase_if(releases_, [&](const PlacedRelease& each) {
        return only->match(each.release.type, each.release.name, each.release.version) != policy::Match::yes;
      });
    for (PlacedRelease& each : releases_) look_up(each);
    return std::move(releases_);
  }

 private:
  void add(const model::Inventory& inventory) {
    for (const Component& component : inventory.components)
      if (!is_of_project(component)) add(component, true);
  }

  // A manifest that a script rewrote may say that there is none: only a yes counts.
  void add_installed(const model::Inventory& inventory) {
    for (const Component& component : inventory.components) {
      if (is_of_project(component)) continue;
      const auto known = by_purl_.find(component.purl);
      if (known == by_purl_.end()) {
        add(component, false);
        continue;
      }
      for (const std::size_t index : known->second) complete(releases_[index].release, component, false);
    }
  }

  void add(const Component& component, bool says_no_scripts) {
    std::string key = key_of(component);
    const auto [at, is_first] = by_key_.try_emplace(key, releases_.size());
    if (is_first) {
      PlacedRelease& fresh = releases_.emplace_back();
      fresh.key = std::move(key);
      fresh.component = &component;
      fresh.release.type = policy::type_of_purl(component.purl);
      fresh.release.name = component.name;
      fresh.release.version = component.version;
      fresh.release.registry = component.registry;
      if (component.resolved) fresh.release.host = model::Registries::host_of(*component.resolved);
      fresh.release.origin = component.origin;
      fresh.release.bundled = component.bundled;
      fresh.release.integrity = component.integrity;
      by_purl_[component.purl].push_back(at->second);
    }
    PlacedRelease& release = releases_[at->second];
    ++release.instances;
    if (release.places.size() < PlacedRelease::kPlaces &&
        std::ranges::find(release.places, component.place) == release.places.end())
      release.places.push_back(component.place);
    complete(release.release, component, says_no_scripts);
  }

  static void complete(policy::Release& release, const Component& component, bool says_no_scripts) {
    release.bundled = release.bundled && component.bundled;
    if (component.install_script == InstallScript::yes) release.install_script = InstallScript::yes;
    if (component.install_script == InstallScript::no && says_no_scripts &&
        release.install_script == InstallScript::unknown)
      release.install_script = InstallScript::no;
    for (const std::string& each : component.licences)
      if (std::ranges::find(release.licences, each) == release.licences.end()) release.licences.push_back(each);
  }

  // Takes out what was there before the change, and notes how risky the others are.
  void leave_new() {
    std::unordered_map<std::string_view, std::vector<const Component*>> before;
    const auto note = [&](const model::Inventory& inventory) {
      for (const Component& component : inventory.components) before[component.purl].push_back(&component);
    };
    for (const model::Inventory& inventory : project_.before->lockfiles) note(inventory);
    if (project_.before->hidden_lockfile) note(*project_.before->hidden_lockfile);
    if (project_.before->installed) note(project_.before->installed->inventory);
    std::erase_if(releases_, [&](const PlacedRelease& each) {
      const auto at = before.find(each.component->purl);
      if (at == before.end()) return false;
      std::vector<const Component*> known = at->second;
      std::erase_if(known, [&](const Component* was) { return starts_to_run(*was, each.release); });
      return was_there(known, *each.component);
    });
    std::unordered_map<std::string_view, std::int64_t> risks;
    for (const auto& comparison : *checks::comparisons_of(project_))
      for (const auto* list : {&comparison->added(), &comparison->changed()})
        for (const checks::WeighedChange& each : *list)
          for (const std::uint32_t index : each.change->after) {
            const auto [at, is_first] = risks.try_emplace(comparison->after().components[index].purl, each.risk.points);
            if (!is_first) at->second = std::max(at->second, each.risk.points);
          }
    for (PlacedRelease& each : releases_) {
      each.release.is_new = true;
      if (const auto at = risks.find(each.component->purl); at != risks.end()) each.release.risk = at->second;
    }
  }

  static bool starts_to_run(const Component& was, const policy::Release& is) {
    return was.install_script == InstallScript::no && is.install_script == InstallScript::yes;
  }

  void look_up(PlacedRelease& each) const {
    policy::Release& release = each.release;
    const bool asks_age = asks(rules_, policy::Condition::minimum_age, release);
    const bool asks_scripts =
        release.install_script == InstallScript::unknown && asks(rules_, policy::Condition::install_scripts, release);
    if (project_.packuments && (asks_age || asks_scripts))
      if (const change::Packument* packument = project_.packuments(*each.component))
        if (const change::ReleaseMetadata* said = change::believed(*packument, *each.component)) {
          if (said->published) release.age = policy::KnownAge{now_ - *said->published, "the registry's document"};
          if (asks_scripts && said->script)
            release.install_script = *said->script ? InstallScript::yes : InstallScript::no;
        }
    if (!asks_scripts || release.install_script != InstallScript::unknown || !project_.archives) return;
    if (const change::PackageFacts* files = project_.archives(*each.component)) {
      if (!files->scripts.empty()) release.install_script = InstallScript::yes;
      else if (!files->is_partial && !files->is_installed) release.install_script = InstallScript::no;
    }
  }

  const checks::Project& project_;
  const policy::Rules& rules_;
  std::int64_t now_;
  std::vector<PlacedRelease> releases_;
  std::unordered_map<std::string, std::size_t> by_key_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_purl_;
};

}  // namespace

std::vector<PlacedRelease> releases_of(const checks::Project& project, const policy::Rules& rules, std::int64_t now,
                                       const policy::PackagePattern* only) {
  return Collector(project, rules, now).run(only);
}

}  // namespace cordon::app
