#include "intel/match.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "intel/names.h"
#include "model/integrity.h"

namespace cordon::intel {
namespace {

std::vector<model::IntegrityHash> hashes_of(const model::Component& component) {
  std::vector<model::IntegrityHash> out;
  for (const std::string& text : component.integrity)
    for (model::IntegrityHash& hash : model::parse_integrity(text)) out.push_back(std::move(hash));
  return out;
}

// Whether the component surely has another content: a client holds the archive against the strongest hashes only, so
// those must be digests, of an algorithm that is known of the release, and none of them its.
bool differs(const std::vector<model::IntegrityHash>& own, const BadRelease& release) {
  if (own.empty()) return false;
  const auto strongest = std::ranges::max(own, {}, &model::IntegrityHash::algorithm).algorithm;
  bool comparable = false;
  for (std::size_t i = 0; i < release.integrity.size(); ++i)
    for (const model::IntegrityHash& known : model::parse_integrity(release.integrity[i]))
      comparable = comparable || known.algorithm == strongest;
  return comparable && std::ranges::all_of(own, [&](const model::IntegrityHash& hash) {
           return hash.algorithm != strongest || (hash.canonical && !release.integrity.contains(hash.sri));
         });
}

bool is_archive(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  return address.ends_with(".tgz") || address.ends_with(".tar.gz") || address.ends_with(".tar");
}

}  // namespace

std::optional<MatchKind> match_by_name(const model::Component& component, Word word) {
  switch (component.origin) {
    case model::Origin::registry:
      return component.registry.class_ == model::RegistryClass::private_ ? MatchKind::name_targeted : MatchKind::name;
    case model::Origin::http:
    case model::Origin::patch: return MatchKind::name;
    case model::Origin::git: return word == Word::package ? MatchKind::name : MatchKind::name_elsewhere;
    case model::Origin::file:
      if (word == Word::package) return MatchKind::name;
      return component.resolved && is_archive(*component.resolved) ? std::optional(MatchKind::name) : std::nullopt;
    case model::Origin::vendored: return MatchKind::copied;
    case model::Origin::link:
    case model::Origin::workspace: return std::nullopt;
  }
  return std::nullopt;
}

std::vector<Match> match(const model::Component& component, const Knowledge& knowledge, Word word) {
  std::vector<Match> matches;
  const std::vector<model::IntegrityHash> hashes = hashes_of(component);
  for (const model::IntegrityHash& hash : hashes)
    for (const BadRelease& release : knowledge.find_integrity(hash.sri)) {
      const auto same_pack = [&](const Match& m) { return m.release.pack == release.pack; };
      if (std::none_of(matches.begin(), matches.end(), same_pack))
        matches.push_back({MatchKind::integrity, release, release.confidence});
    }
  if (!matches.empty()) return matches;
  const std::optional<MatchKind> kind = match_by_name(component, word);
  if (!kind) return matches;
  std::vector<BadRelease> listed;
  for (const PackageName& name : names_of(component))
    std::ranges::move(knowledge.find(name.ecosystem, name.name, component.version), std::back_inserter(listed));
  for (const BadRelease& release : listed) {
    Match found{*kind, release, release.confidence};
    // A release on PyPI is several archives, and a record may know the digests of some of them only.
    const bool one_archive = component.ecosystem != "pypi";
    if (word == Word::lockfile && one_archive && differs(hashes, release)) found.kind = MatchKind::different_content;
    const bool elsewhere = component.registry.class_ == model::RegistryClass::unknown;
    if (elsewhere && found.confidence == model::Confidence::high) found.confidence = model::Confidence::medium;
    matches.push_back(found);
  }
  return matches;
}

}  // namespace cordon::intel
