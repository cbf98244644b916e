#include "change/alterations.h"

#include <algorithm>
#include <map>
#include <string>

#include "model/integrity.h"
#include "model/registries.h"

namespace cordon::change {
namespace {

using Texts = std::vector<std::string>;

void tidy(Texts& texts) {
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

// Of a checksum without a mark nobody knows what it is of: yarn's change with the version of its cache.
std::string checksum_kind(const std::string& checksum) {
  const std::size_t mark = checksum.find_first_of("/:");
  return mark == std::string::npos ? std::string() : checksum.substr(0, mark + 1);
}

// Digests by what they are of: an algorithm over the archive, or the client's own checksum with the mark in front of it
// ("10c0/…" of yarn's cache of that version, "h1:…" of Go).
std::map<std::string, Texts> digests_of(const model::Inventory& inventory, const ReleaseView& release) {
  std::map<std::string, Texts> out;
  for (const std::uint32_t index : release.components) {
    const model::Component& component = inventory.components[index];
    for (const std::string& text : component.integrity)
      for (const model::IntegrityHash& hash : model::parse_integrity(text))
        if (!hash.sri.empty()) out[hash.sri.substr(0, hash.sri.find('-'))].push_back(hash.sri);
    // A patch that yarn itself brings changes with yarn.
    if (component.checksum && component.origin != model::Origin::patch)
      out[checksum_kind(*component.checksum)].push_back(*component.checksum);
  }
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

// An address without the commit that it ends in: another commit of the same repository is no other source.
std::string_view without_commit(std::string_view address) {
  address = address.substr(0, address.find('#'));
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const std::string_view last = address.substr(address.rfind('/') + 1);
  const bool is_commit = last.size() == 40 && std::ranges::all_of(last, is_digit);
  return is_commit ? address.substr(0, address.size() - last.size()) : address;
}

// How it is obtained; from where, too, when that is no registry: of an address the repository, or the host.
std::string origin_of(const model::Component& component) {
  std::string out(is_own(component.origin) ? kOwnOrigin : to_string(component.origin));
  if (!component.resolved) return out;
  if (component.origin == model::Origin::git) return out + " " + std::string(without_commit(*component.resolved));
  return component.origin == model::Origin::http ? out + " " + model::Registries::host_of(*component.resolved) : out;
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

// Of the digests that are there before, the strongest kind: sha512 before sha1. Empty for checksums of clients alone.
std::string strongest(const std::map<std::string, Texts>& digests) {
  for (const char* algorithm : {"sha512", "sha384", "sha256", "sha1"})
    if (digests.contains(algorithm)) return algorithm;
  return {};
}

// Whether the second has something that the first, which says something, has not.
bool has_news(const Texts& was, const Texts& is) { return !was.empty() && !std::ranges::includes(was, is); }

class Finder {
 public:
  Finder(const PackageView& package, const ReleaseView& before, const ReleaseView& after, std::vector<Alteration>& out)
      : package_(package), after_(after), out_(out) {
    if (before.version != after.version) from_ = before.version;
  }

  bool add_news(AlterationKind kind, Texts was, Texts is) {
    if (!has_news(was, is)) return false;
    add(kind, std::move(was), std::move(is));
    return true;
  }

  void add(AlterationKind kind, Texts was, Texts is) {
    out_.push_back({kind, package_.ecosystem, package_.name, after_.version, from_, std::move(was), std::move(is),
                    after_.components});
  }

 private:
  const PackageView& package_;
  const ReleaseView& after_;
  std::optional<std::string_view> from_;
  std::vector<Alteration>& out_;
};

// Digests of the same release.
void compare_digests(const model::Inventory& inventory_before, const ReleaseView& before,
                     const model::Inventory& inventory_after, const ReleaseView& after, std::string_view ecosystem,
                     Finder& finder) {
  const auto was = digests_of(inventory_before, before), is = digests_of(inventory_after, after);
  const bool is_same_format = inventory_before.format == inventory_after.format;
  for (const auto& [kind, digests] : is) {
    const auto known = was.find(kind);
    if (known == was.end() || kind.empty()) continue;
    // A release of PyPI is many files, and gets more of them: then all that was known is still there.
    if (ecosystem == "pypi" && std::ranges::includes(digests, known->second)) continue;
    finder.add_news(AlterationKind::integrity, known->second, digests);
  }
  // What is shipped in another package's archive has no digest of its own; that one's holds it.
  const bool is_fetched = std::ranges::any_of(
      after.components, [&](std::uint32_t index) { return !inventory_after.components[index].bundled; });
  const std::string strong = strongest(was);
  const bool is_weaker = is_same_format && !strong.empty() && !is.contains(strong) && strongest(is) < strong;
  if (was.empty() || !is_fetched || !(is.empty() || is_weaker)) return;
  Texts lost, kept;
  for (const auto& [kind, digests] : was) lost.insert(lost.end(), digests.begin(), digests.end());
  for (const auto& [kind, digests] : is) kept.insert(kept.end(), digests.begin(), digests.end());
  finder.add(AlterationKind::integrity_lost, std::move(lost), std::move(kept));
}

}  // namespace

void find_alterations(const model::Inventory& inventory_before, const PackageView& package, const ReleaseView& before,
                      const model::Inventory& inventory_after, const ReleaseView& after, std::vector<Alteration>& out) {
  Finder finder(package, before, after, out);
  const auto texts = [&](auto text) {
    return std::pair(texts_of(inventory_before, before, text), texts_of(inventory_after, after, text));
  };
  const bool is_same = before.version == after.version;
  auto [origin_was, origin_is] = texts(origin_of);
  const bool is_elsewhere = finder.add_news(AlterationKind::origin, std::move(origin_was), std::move(origin_is));
  if (!is_elsewhere) {
    auto [registry_was, registry_is] = texts(registry_of);
    const bool is_other = finder.add_news(AlterationKind::registry, std::move(registry_was), std::move(registry_is));
    // Formats write the addresses of one registry differently.
    if (!is_other && is_same && inventory_before.format == inventory_after.format) {
      auto [address_was, address_is] = texts(address_of);
      finder.add_news(AlterationKind::address, std::move(address_was), std::move(address_is));
    }
    if (is_same) compare_digests(inventory_before, before, inventory_after, after, package.ecosystem, finder);
  }
  using model::InstallScript;
  if (says(inventory_before, before, InstallScript::no) && !says(inventory_before, before, InstallScript::yes) &&
      says(inventory_after, after, InstallScript::yes))
    finder.add(AlterationKind::script, {"no"}, {"yes"});
}

}  // namespace cordon::change
