#include "change/alterations.h"

#include <algorithm>
#include <map>
#include <string>

#include "model/integrity.h"

namespace cordon::change {
namespace {

using Texts = std::vector<std::string>;

void tidy(Texts& texts) {
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

std::map<model::DigestAlgorithm, Texts> digests_of(const model::Inventory& inventory, const ReleaseView& release) {
  std::map<model::DigestAlgorithm, Texts> out;
  for (const std::uint32_t index : release.components)
    for (const std::string& text : inventory.components[index].integrity)
      for (const model::IntegrityHash& hash : model::parse_integrity(text))
        if (!hash.sri.empty()) out[hash.algorithm].push_back(hash.sri);
  for (auto& [algorithm, digests] : out) tidy(digests);
  return out;
}

template <class Text>
Texts texts_of(const model::Inventory& inventory, const ReleaseView& release, Text text) {
  Texts out;
  for (const std::uint32_t index : release.components)
    if (std::string each = text(inventory.components[index]); !each.empty()) out.push_back(std::move(each));
  tidy(out);
  return out;
}

bool is_own(model::Origin origin) { return origin == model::Origin::workspace || origin == model::Origin::link; }

// How it is obtained; from where, too, when that is no registry.
std::string origin_of(const model::Component& component) {
  std::string out(is_own(component.origin) ? "the project itself" : to_string(component.origin));
  const bool has_address = component.origin == model::Origin::git || component.origin == model::Origin::http;
  return has_address && component.resolved ? out + " " + *component.resolved : out;
}

std::string registry_of(const model::Component& component) {
  return component.origin == model::Origin::registry ? component.registry.id : std::string();
}

std::string address_of(const model::Component& component) {
  return component.origin == model::Origin::registry ? component.resolved.value_or("") : std::string();
}

bool says(const model::Inventory& inventory, const ReleaseView& release, model::InstallScript script) {
  return std::ranges::any_of(release.components,
                             [&](std::uint32_t index) { return inventory.components[index].install_script == script; });
}

// Whether the second has something that the first, which says something, has not.
bool has_news(const Texts& was, const Texts& is) { return !was.empty() && !std::ranges::includes(was, is); }

class Finder {
 public:
  Finder(const PackageView& package, const ReleaseView& after, std::vector<Alteration>& out)
      : package_(package), after_(after), out_(out) {}

  bool add_news(AlterationKind kind, Texts was, Texts is) {
    if (!has_news(was, is)) return false;
    add(kind, std::move(was), std::move(is));
    return true;
  }

  void add(AlterationKind kind, Texts was, Texts is) {
    out_.push_back(
        {kind, package_.ecosystem, package_.name, after_.version, std::move(was), std::move(is), after_.components});
  }

 private:
  const PackageView& package_;
  const ReleaseView& after_;
  std::vector<Alteration>& out_;
};

}  // namespace

void find_alterations(const model::Inventory& inventory_before, const PackageView& package, const ReleaseView& before,
                      const model::Inventory& inventory_after, const ReleaseView& after, std::vector<Alteration>& out) {
  Finder finder(package, after, out);
  const auto texts = [&](auto text) {
    return std::pair(texts_of(inventory_before, before, text), texts_of(inventory_after, after, text));
  };
  auto [origin_was, origin_is] = texts(origin_of);
  const bool is_elsewhere = finder.add_news(AlterationKind::origin, std::move(origin_was), std::move(origin_is));
  if (!is_elsewhere) {
    auto [registry_was, registry_is] = texts(registry_of);
    if (!finder.add_news(AlterationKind::registry, std::move(registry_was), std::move(registry_is))) {
      auto [address_was, address_is] = texts(address_of);
      finder.add_news(AlterationKind::address, std::move(address_was), std::move(address_is));
    }
  }
  const auto digests_was = digests_of(inventory_before, before), digests_is = digests_of(inventory_after, after);
  for (const auto& [algorithm, digests] : digests_is)
    if (const auto known = digests_was.find(algorithm); known != digests_was.end())
      finder.add_news(AlterationKind::integrity, known->second, digests);
  // What is shipped in another package's archive has no digest of its own; that one's holds it.
  const bool is_fetched = std::ranges::any_of(
      after.components, [&](std::uint32_t index) { return !inventory_after.components[index].bundled; });
  if (digests_is.empty() && !digests_was.empty() && !is_elsewhere && is_fetched) {
    Texts lost;
    for (const auto& [algorithm, digests] : digests_was) lost.insert(lost.end(), digests.begin(), digests.end());
    finder.add(AlterationKind::integrity_lost, std::move(lost), {});
  }
  using model::InstallScript;
  if (says(inventory_before, before, InstallScript::no) && !says(inventory_before, before, InstallScript::yes) &&
      says(inventory_after, after, InstallScript::yes))
    finder.add(AlterationKind::script, {"no"}, {"yes"});
}

}  // namespace cordon::change
