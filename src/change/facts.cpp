#include "change/facts.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "change/bump.h"
#include "change/look_alike.h"
#include "change/manifest_facts.h"
#include "change/name_text.h"
#include "change/popular.h"
#include "change/side.h"

namespace cordon::change {
namespace {

using model::Component;
using model::InstallScript;
using model::Origin;

std::string label(const Component& component) {
  return component.version.empty() ? component.name : component.name + " " + component.version;
}

// What a name has of its carrier's: the scope, the whole name in front, or the carrier's name as scope.
std::string family_of(std::string_view carrier, std::string_view name) {
  const std::string_view scope = scope_of(name);
  if (!scope.empty())
    return scope == scope_of(carrier) || scope.substr(1) == carrier ? std::string(scope) : std::string();
  const bool begins = name.size() > carrier.size() && name.starts_with(carrier) && name[carrier.size()] == '-';
  return begins ? std::string(carrier) : std::string();
}

// Whether the address is of a repository called as the other package, and not as this one.
bool is_repository_of(std::string_view address, std::string_view other, std::string_view own) {
  if (address.ends_with(".git")) address.remove_suffix(4);
  const std::string_view last = address.substr(address.rfind('/') + 1);
  return last == other && last != own;
}

std::optional<std::int64_t> hours_since(std::optional<std::int64_t> published, std::optional<std::int64_t> now) {
  if (!published || !now || *now < *published) return std::nullopt;
  return (*now - *published) / 3'600;
}

bool holds(const Component& component) { return !component.integrity.empty() || component.checksum; }

bool fetched_from_registry(const Component& component) {
  return component.origin == Origin::registry && !component.bundled;
}

// Whether the document has the release, also where one of the two leaves out what stands behind a plus.
bool has_release(const Packument& packument, std::string_view version) {
  const std::string plain(version.substr(0, version.find('+')));
  for (auto at = packument.releases.lower_bound(plain); at != packument.releases.end(); ++at) {
    if (!at->first.starts_with(plain)) return false;
    if (at->first.size() == plain.size() || at->first[plain.size()] == '+') return true;
  }
  return false;
}

}  // namespace

FactFinder::FactFinder(const model::Inventory& before, const model::Inventory& after, const Delta& delta,
                       Sources sources)
    : before_(before), after_(after), delta_(delta), sources_(std::move(sources)) {
  for (const Component& component : before.components)
    if (component.origin == Origin::registry) {
      registries_.insert(component.registry.id);
      if (const std::string_view scope = scope_of(component.name); !scope.empty()) scopes_.insert(scope);
    }
  for (const ReleaseChange& each : delta.changed)
    changes_.emplace(std::tuple(each.ecosystem, each.name, each.to), &each);
  for (const model::Edge& edge : before.edges)
    if (before.is_root(edge.from) && !before.is_root(edge.to)) own_.push_back(before.components[edge.to].name);
  std::ranges::sort(own_);
  own_.erase(std::unique(own_.begin(), own_.end()), own_.end());
  std::size_t fetched = 0, held = 0;
  for (const Component& component : after.components)
    if (fetched_from_registry(component)) ++fetched, held += holds(component);
  records_integrity_ = held * 2 > fetched;
}

Facts FactFinder::of(const ReleaseChange& change) const {
  Facts facts;
  facts.way = change.way;
  facts.bump = change.bump;
  const Component& component = after_.components[change.after.front()];
  facts.place = component.place;
  add_carrier(change, facts);
  add_source(change, facts);
  const auto says = [&](const model::Inventory& side, const std::vector<std::uint32_t>& components,
                        InstallScript what) {
    return std::ranges::any_of(components,
                               [&](std::uint32_t each) { return side.components[each].install_script == what; });
  };
  if (says(after_, change.after, InstallScript::yes)) facts.script = true;
  else if (!says(after_, change.after, InstallScript::unknown)) facts.script = false;
  if (sources_.files) add_files(change, facts);
  if (change.way != Way::known) add_name(change, facts);
  if (sources_.packuments) add_metadata(change, facts);
  facts.script_gained = facts.script.value_or(false) && says(before_, change.before, InstallScript::no) &&
                        !says(before_, change.before, InstallScript::yes);
  if (sources_.seen_before && change.way != Way::known) facts.seen_before = sources_.seen_before(component);
  return facts;
}

void FactFinder::add_name(const ReleaseChange& change, Facts& facts) const {
  if (has_list(change.ecosystem)) {
    const std::optional<Magnitude> used = popularity(change.ecosystem, change.name);
    facts.listed = used.has_value();
    if (used) facts.decibels = used->decibels;
  }
  for (const std::uint32_t index : change.after) {
    const Component& each = after_.components[index];
    using model::RegistryClass;
    const RegistryClass kind = each.registry.class_;
    const bool is_foreign = each.origin == Origin::git || each.origin == Origin::http;
    if (is_foreign || (each.origin == Origin::registry && kind == RegistryClass::unknown)) facts.is_vouched = false;
    if (!facts.is_vouched || (each.origin == Origin::registry && kind == RegistryClass::private_))
      facts.is_counted = false;
  }
  if (const std::string_view scope = scope_of(change.name); scopes_.contains(scope)) facts.known_scope = scope;
  const auto alike = look_alike(change.ecosystem, change.name, own_);
  // What brought it in may be named by it: webpack requires minimizer-webpack-plugin.
  const auto is_carrier = [&](std::uint32_t each) { return after_.components[each].name == alike->target; };
  if (!alike || std::ranges::any_of(change.carriers, is_carrier)) return;
  (alike->strength == LookAlikeStrength::report ? facts.looks_like : facts.holds_name) = alike->target;
}

// The change that brought this release of a package that was there before; null where it did not change.
const ReleaseChange* FactFinder::change_of(const Component& component) const {
  const auto at =
      changes_.find({component.ecosystem, component.name, plain_version(component.ecosystem, component.version)});
  return at == changes_.end() ? nullptr : at->second;
}

void FactFinder::add_carrier(const ReleaseChange& change, Facts& facts) const {
  if (change.carriers.empty()) return;
  const Component& carrier = after_.components[change.carriers.front()];
  facts.carrier = label(carrier);
  facts.family = family_of(carrier.name, change.name);
  if (const ReleaseChange* bumped = change_of(carrier)) {
    facts.bump = bumped->bump;
    facts.carrier += " (after " + std::string(bumped->from) + ")";
  }
  const bool alone = delta_.added.size() == 1 && delta_.dropped.empty() &&
                     std::ranges::all_of(delta_.changed, [&](const ReleaseChange& each) {
                       return std::ranges::any_of(change.carriers, [&](std::uint32_t index) {
                         return after_.components[index].name == each.name;
                       });
                     });
  facts.only_change = alone;
}

void FactFinder::add_source(const ReleaseChange& change, Facts& facts) const {
  const auto first_of = [&](auto is_meant) -> const Component* {
    for (const std::uint32_t index : change.after)
      if (is_meant(after_.components[index])) return &after_.components[index];
    return nullptr;
  };
  const auto is_foreign = [](const Component& each) {
    return each.origin == Origin::git || each.origin == Origin::http;
  };
  if (const Component* foreign = first_of(is_foreign)) {
    const std::string address = foreign->resolved.value_or(std::string(to_string(foreign->origin)));
    const bool was_registry = !change.before.empty() && std::ranges::all_of(change.before, [&](std::uint32_t index) {
      return before_.components[index].origin == Origin::registry;
    });
    if (was_registry) facts.origin_changed = "from a registry before, now from " + address;
    else if (change.before.empty()) facts.no_registry = address;
  }
  const auto is_other = [&](const Component& each) {
    return each.origin == Origin::registry && !each.registry.id.empty() && !registries_.empty() &&
           each.registry.class_ != model::RegistryClass::private_ && !registries_.contains(each.registry.id);
  };
  if (const Component* other = first_of(is_other)) facts.other_registry = other->registry.id;
  const auto is_open = [](const Component& each) { return fetched_from_registry(each) && !holds(each); };
  facts.no_integrity = records_integrity_ && first_of(is_open) != nullptr;
}

void FactFinder::add_files(const ReleaseChange& change, Facts& facts) const {
  if (const PackageFacts* own = sources_.files(after_.components[change.after.front()])) {
    // A script that ran can have rewritten its manifest, as that of 2026-03-31 did: "none" then proves nothing.
    if (!own->scripts.empty()) facts.script = true;
    else if (!own->is_installed) facts.script = false;
    if (!own->scripts.empty()) facts.script_text = own->scripts.front().event + ": " + own->scripts.front().text;
  }
  // What nobody's code need name: types, and what is asked for as a peer or where the platform wants it.
  if (change.way == Way::known || change.name.starts_with("@types/")) return;
  std::unordered_set<std::uint32_t> plain;  // what requires it at run time
  for (const model::Edge& edge : after_.edges)
    if (edge.kind == model::EdgeKind::runtime && std::ranges::find(change.after, edge.to) != change.after.end())
      plain.insert(edge.from);
  bool is_known = false;
  for (const std::uint32_t requirer : change.requirers) {
    if (!plain.contains(requirer)) return;
    const PackageFacts* by = sources_.files(after_.components[requirer]);
    if (by == nullptr || by->is_partial) return;
    is_known = true;
    if (by->named.contains(change.name)) {
      facts.imported = true;
      return;
    }
  }
  if (is_known) facts.imported = false;
}

// One that has another digest for the release is about something else.
const Packument* FactFinder::document_of(const Component& component) const {
  const Packument* packument = sources_.packuments(component);
  if (packument == nullptr) return nullptr;
  const auto at = packument->releases.find(std::string(plain_version(component.ecosystem, component.version)));
  return at != packument->releases.end() && contradicts(at->second, component) ? nullptr : packument;
}

void FactFinder::add_metadata(const ReleaseChange& change, Facts& facts) const {
  const Packument* own = document_of(after_.components[change.after.front()]);
  // An older document may only be older than the release.
  facts.not_in_registry = own != nullptr && own->is_current && !has_release(*own, change.to);
  add_manifests(change, own, facts);
  // Of a name that is new a lockfile that says "no" proves nothing against the registry.
  const bool asks = !facts.script || (change.way != Way::known && !*facts.script);
  if (own != nullptr && asks)
    if (const auto at = own->releases.find(std::string(change.to)); at != own->releases.end() && at->second.script)
      facts.script = at->second.script;
  if (change.way == Way::known) {
    if (own != nullptr) facts.publication = publication_facts(*own, change.to, change.from);
    facts.hours_old = hours_since(facts.publication.published, sources_.now);
    return;
  }
  if (own != nullptr && !facts.holds_name.empty())
    if (const auto at = own->releases.find(std::string(change.to)); at != own->releases.end())
      facts.borrowed_repository = is_repository_of(at->second.repository, facts.holds_name, change.name);
  if (change.carriers.empty()) return;
  const Component& by = after_.components[change.carriers.front()];
  const Packument* carrier = document_of(by);
  if (carrier == nullptr) return;
  if (const ReleaseChange* bumped = change_of(by))
    facts.publication = publication_facts(*carrier, bumped->to, bumped->from);
  if (own == nullptr) return;
  facts.hours_old = hours_since(publication_facts(*own, change.to, "").published, sources_.now);
  facts.hours_before_carrier = hours_before(*own, *carrier, plain_version(by.ecosystem, by.version));
  facts.shared_publisher = shares_publisher(*own, change.to, *carrier, plain_version(by.ecosystem, by.version));
}

// Holds what the registry tells of this release and of what requires it against archive and lockfile.
void FactFinder::add_manifests(const ReleaseChange& change, const Packument* own, Facts& facts) const {
  const Component& component = after_.components[change.after.front()];
  const auto told_of = [](const Packument* packument, std::string_view version) -> const ReleaseMetadata* {
    if (packument == nullptr) return nullptr;
    const auto at = packument->releases.find(std::string(version));
    return at == packument->releases.end() ? nullptr : &at->second;
  };
  if (const ReleaseMetadata* told = told_of(own, change.to); told != nullptr && sources_.files)
    if (const PackageFacts* archive = sources_.files(component))
      facts.hidden = hidden_in_archive(*told, component.name, *archive);
  // These add dependencies to packages of others by lists of their own, and a project may.
  const bool extends = after_.client == model::Client::yarn_berry || after_.client == model::Client::pnpm;
  if (change.way == Way::known || extends || component.bundled) return;
  for (const std::uint32_t requirer : change.requirers) {
    if (after_.is_root(requirer) || after_.components[requirer].origin != Origin::registry) continue;
    const Component& by = after_.components[requirer];
    const ReleaseMetadata* told = told_of(document_of(by), by.version);
    if (told != nullptr && !asks_for(*told, component)) facts.untold_by = label(by);
  }
}

}  // namespace cordon::change
