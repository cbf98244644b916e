#include "intel/match.h"

#include <algorithm>

namespace cordon::intel {
namespace {

std::string_view algorithm(std::string_view sri) { return sri.substr(0, sri.find('-')); }

// Both sides have a digest of the same algorithm, and no digest of the component is one of the release's.
bool differs(const model::Component& component, const BadRelease& release) {
  bool comparable = false;
  for (const std::string& own : component.integrity) {
    for (std::size_t i = 0; i < release.integrity.size(); ++i) {
      if (algorithm(own) != algorithm(release.integrity[i])) continue;
      if (own == release.integrity[i]) return false;
      comparable = true;
    }
  }
  return comparable;
}

bool has_published_content(model::Origin origin) {
  switch (origin) {
    case model::Origin::registry:
    case model::Origin::http:
    case model::Origin::patch: return true;
    case model::Origin::git:
    case model::Origin::file:
    case model::Origin::link:
    case model::Origin::workspace: return false;
  }
  return false;
}

}  // namespace

std::vector<Match> match(const model::Component& component, const Knowledge& knowledge) {
  std::vector<Match> matches;
  for (const std::string& sri : component.integrity)
    for (const BadRelease& release : knowledge.find_integrity(sri)) {
      const auto same_pack = [&](const Match& m) { return m.release.pack == release.pack; };
      if (std::none_of(matches.begin(), matches.end(), same_pack))
        matches.push_back({MatchKind::integrity, release, release.confidence});
    }
  if (!matches.empty() || !has_published_content(component.origin)) return matches;
  for (const BadRelease& release : knowledge.find(component.ecosystem, component.name, component.version)) {
    Match found{MatchKind::name, release, release.confidence};
    if (component.origin == model::Origin::registry && component.registry.class_ == model::RegistryClass::private_)
      found.kind = MatchKind::name_targeted;
    if (differs(component, release)) found.kind = MatchKind::different_content;
    const bool elsewhere = component.registry.class_ == model::RegistryClass::unknown;
    if (elsewhere && found.confidence == model::Confidence::high) found.confidence = model::Confidence::medium;
    matches.push_back(found);
  }
  return matches;
}

}  // namespace cordon::intel
