#include "app/fix_objection.h"

#include <algorithm>
#include <span>

#include "app/fix_graph.h"
#include "base/credentials.h"
#include "base/date.h"
#include "model/integrity.h"
#include "model/semver.h"

namespace cordon::app {
namespace {

using Objection = std::optional<std::string>;

bool is_of_one_major(std::string_view left, std::string_view right) {
  const auto one = model::semver::parse_version(left, {.loose = true});
  const auto other = model::semver::parse_version(right, {.loose = true});
  return one && other && one->major == other->major;
}

std::vector<model::IntegrityHash> hashes_of(std::span<const std::string> texts) {
  std::vector<model::IntegrityHash> out;
  for (const std::string& text : texts)
    for (model::IntegrityHash& hash : model::parse_integrity(text)) out.push_back(std::move(hash));
  return out;
}

std::optional<model::DigestAlgorithm> strongest(const std::vector<model::IntegrityHash>& hashes) {
  std::optional<model::DigestAlgorithm> out;
  for (const model::IntegrityHash& hash : hashes)
    if (!out || hash.algorithm > *out) out = hash.algorithm;
  return out;
}

Objection by_version(const Candidate& candidate, const BadPlace& place) {
  const std::string& version = candidate.release.version;
  const bool is_preferred = candidate.source != SourceKind::same && version == place.preferred;
  if (candidate.source != SourceKind::named && !is_preferred && !is_of_one_major(version, place.version))
    return "is another major version";
  if (candidate.source != SourceKind::same) return std::nullopt;
  for (const std::string& range : place.ranges)
    if (!admits(range, version)) return "is not what is asked for there (" + range + ")";
  return std::nullopt;
}

Objection by_strength(const change::Release& release, const BadPlace& place) {
  if (release.integrity.empty()) {
    if (place.integrity.empty()) return std::nullopt;
    return "has no digest there";
  }
  const auto before = strongest(hashes_of(place.integrity)), after = strongest(hashes_of({&release.integrity, 1}));
  if (before && (!after || *after < *before))
    return "has a weaker digest there than the lockfile has of " + place.version;
  return std::nullopt;
}

// "https://host:port", or empty where the text is no web address.
std::string origin_of(std::string_view address) {
  if (!model::Registries::is_web_address(address)) return {};
  std::string storage;
  const std::string plain = without_credentials(std::string(model::Registries::web_address(address, storage)));
  const std::size_t host = plain.find("//");
  std::string out = plain.substr(0, host == std::string::npos ? host : plain.find('/', host + 2));
  if (const std::size_t at = out.rfind('@'); at != std::string::npos) out.erase(host + 2, at + 1 - (host + 2));
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// The way out of dependency confusion: from a public registry back to one whose host the user declared private, by a
// lockfile that the user named. What is private by its name alone may come from anywhere.
bool leads_home(const Candidate& candidate, const BadPlace& place, const model::Registries& registries) {
  using model::RegistryClass;
  const std::string before = origin_of(place.resolved), after = origin_of(candidate.release.resolved);
  if (candidate.source != SourceKind::named || (before.starts_with("https:") && !after.starts_with("https:")))
    return false;
  return registries.classify("npm", place.resolved, {}).class_ == RegistryClass::public_ &&
         registries.classify("npm", candidate.release.resolved, {}).class_ == RegistryClass::private_;
}

Objection by_origin(const Candidate& candidate, const BadPlace& place, const model::Registries& registries) {
  const change::Release& release = candidate.release;
  if (release.resolved.empty()) return std::nullopt;
  const std::string shown = without_credentials(release.resolved);
  const std::string before = origin_of(place.resolved), after = origin_of(release.resolved);
  const model::Registry now = registries.classify("npm", release.resolved, release.name);
  const bool is_public = after.starts_with("https:") && now.class_ == model::RegistryClass::public_;
  if (place.resolved.empty()) {
    if (is_public) return std::nullopt;
    return "comes from " + shown + ", and the lockfile does not say where " + place.version + " came from";
  }
  if (before == after && (!before.empty() || !release.resolved.contains(':'))) return std::nullopt;
  if (leads_home(candidate, place, registries)) return std::nullopt;
  // Of one registry, and not less secure.
  const bool is_same = is_public && registries.classify("npm", place.resolved, release.name) == now;
  if (is_same || (before.starts_with("http:") && after == "https" + before.substr(4))) return std::nullopt;
  return "comes from " + shown + ", which is another place than that of " + place.version;
}

Objection by_others(const Candidate& candidate, const BadPlace& place, const std::vector<Candidate>& all) {
  const std::vector<model::IntegrityHash> own = hashes_of({&candidate.release.integrity, 1});
  for (const Candidate& other : all) {
    if (other.release.version != candidate.release.version) continue;
    if (other.source == SourceKind::installed && !place.doubt.empty()) continue;
    for (const model::IntegrityHash& theirs : hashes_of({&other.release.integrity, 1})) {
      const auto same_kind = [&](const model::IntegrityHash& hash) {
        return hash.algorithm == theirs.algorithm && !hash.sri.empty() && !theirs.sri.empty();
      };
      const bool compared = std::ranges::any_of(own, same_kind);
      const bool agree = std::ranges::any_of(
          own, [&](const model::IntegrityHash& hash) { return same_kind(hash) && hash.sri == theirs.sri; });
      if (compared && !agree) return "has another digest in " + other.evidence;
    }
  }
  return std::nullopt;
}

// `must_be_known`: it is no way back, so that it may have come with the attack.
Objection by_age(const Candidate& candidate, const BadPlace& place, bool must_be_known) {
  const bool is_told_by_registry = candidate.source == SourceKind::cache || candidate.source == SourceKind::registry;
  if (!is_told_by_registry || place.published_before == 0) return std::nullopt;
  const std::int64_t published = candidate.release.published;
  if (published == 0 && must_be_known) return "may be new: nobody knows when it was published";
  if (published <= place.published_before) return std::nullopt;
  return "is too new: it was published as late as " + time_of(published);
}

bool is_newer(std::string_view version, std::string_view than) {
  const auto one = model::semver::parse_version(version, {.loose = true});
  const auto other = model::semver::parse_version(than, {.loose = true});
  return !one || !other || model::semver::compare(*one, *other) > 0;
}

}  // namespace

Objection objection(const Candidate& candidate, const BadPlace& place, const std::vector<Candidate>& all,
                    const model::Registries& registries) {
  if (candidate.source == SourceKind::installed && !place.doubt.empty()) return "is not believed: " + place.doubt;
  if (Objection why = by_version(candidate, place)) return why;
  if (Objection why = by_age(candidate, place, is_newer(candidate.release.version, place.version))) return why;
  if (Objection why = by_strength(candidate.release, place)) return why;
  if (Objection why = by_origin(candidate, place, registries)) return why;
  return by_others(candidate, place, all);
}

Objection objection_to_added(const Candidate& candidate, const BadPlace& place, const std::vector<Candidate>& all,
                             const model::Registries& registries) {
  if (candidate.source == SourceKind::installed && !place.doubt.empty()) return "is not believed: " + place.doubt;
  for (const std::string& range : place.ranges)
    if (!admits(range, candidate.release.version)) return "is not what is asked for (" + range + ")";
  if (Objection why = by_age(candidate, place, true)) return why;
  if (Objection why = by_strength(candidate.release, place)) return why;
  if (Objection why = by_origin(candidate, place, registries)) return why;
  return by_others(candidate, place, all);
}

}  // namespace cordon::app
