#include "app/fix_objection.h"

#include <algorithm>
#include <span>

#include "app/archive_address.h"
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
// lockfile of another time. What is private by its name alone may come from anywhere.
bool leads_home(const Candidate& candidate, const BadPlace& place, const model::Registries& registries) {
  using model::RegistryClass;
  const std::string before = origin_of(place.resolved), after = origin_of(candidate.release.resolved);
  if (!is_older(candidate.source) || (before.starts_with("https:") && !after.starts_with("https:"))) return false;
  return registries.classify("npm", place.resolved, {}).class_ == RegistryClass::public_ &&
         registries.classify("npm", candidate.release.resolved, {}).class_ == RegistryClass::private_;
}

Objection by_version(const Candidate& candidate, const BadPlace& place, const model::Registries& registries) {
  const std::string& version = candidate.release.version;
  const bool is_preferred = candidate.source != SourceKind::same && version == place.preferred;
  // What stood at this very place, where no pack knows of a good release on the line of the bad one: that came with
  // another major version itself. And what confuses takes a number that is as high as it gets.
  const bool stood_there = is_older(candidate.source) && place.preferred.empty() && !place.instance.empty() &&
                           candidate.instance == place.instance;
  const bool may_differ = is_preferred || stood_there || leads_home(candidate, place, registries);
  if (!may_differ && !is_of_one_major(version, place.version)) return "is another major version";
  if (candidate.source != SourceKind::same) return std::nullopt;
  for (const std::string& range : place.ranges)
    if (!admits(range, version)) return "is not what is asked for there (" + range + ")";
  return std::nullopt;
}

Objection by_origin(const Candidate& candidate, const BadPlace& place, const model::Registries& registries) {
  const change::Release& release = candidate.release;
  if (release.resolved.empty()) return std::nullopt;
  if (const std::string lie = lie_of_address(release.name, release.version, release.resolved); !lie.empty()) return lie;
  const std::string shown = without_credentials(release.resolved);
  const std::string before = origin_of(place.resolved), after = origin_of(release.resolved);
  const model::Registry now = registries.classify("npm", release.resolved, release.name);
  const bool is_public = after.starts_with("https:") && now.class_ == model::RegistryClass::public_;
  if (place.resolved.empty()) {
    if (is_public) return std::nullopt;
    return "comes from " + shown + ", and the lockfile does not say where " + place.version + " came from";
  }
  // One registry has one shape of addresses.
  if (before == after && names_release(place.resolved, place.name) && !names_release(release.resolved, release.name))
    return "comes from " + shown + ", which is no address of an archive of " + release.name;
  if (before == after && (!before.empty() || !release.resolved.contains(':'))) return std::nullopt;
  if (leads_home(candidate, place, registries)) return std::nullopt;
  // Of one registry, and not less secure.
  const bool is_same = is_public && registries.classify("npm", place.resolved, release.name) == now;
  if (is_same || (before.starts_with("http:") && after == "https" + before.substr(4))) return std::nullopt;
  return "comes from " + shown + ", which is another place than that of " + place.version;
}

// Of one algorithm both have digests, and none is the same.
bool differ(const change::Release& one, const change::Release& other) {
  const std::vector<model::IntegrityHash> own = hashes_of({&one.integrity, 1});
  for (const model::IntegrityHash& theirs : hashes_of({&other.integrity, 1})) {
    const auto same_kind = [&](const model::IntegrityHash& hash) {
      return hash.algorithm == theirs.algorithm && !hash.sri.empty() && !theirs.sri.empty();
    };
    const bool compared = std::ranges::any_of(own, same_kind);
    const bool agree = std::ranges::any_of(
        own, [&](const model::IntegrityHash& hash) { return same_kind(hash) && hash.sri == theirs.sri; });
    if (compared && !agree) return true;
  }
  return false;
}

Objection by_others(const Candidate& candidate, const BadPlace& place, const std::vector<Candidate>& all) {
  for (const Candidate& other : all) {
    if (other.release.version != candidate.release.version) continue;
    if (other.source == SourceKind::installed && !place.doubt.empty()) continue;
    // The file that was tampered with has no say about what the project was before.
    if (other.source == SourceKind::same && is_older(candidate.source)) continue;
    if (differ(candidate.release, other.release)) return "has another digest in " + other.evidence;
  }
  return std::nullopt;
}

bool is_newer(std::string_view version, std::string_view than) {
  const auto one = model::semver::parse_version(version, {.loose = true});
  const auto other = model::semver::parse_version(than, {.loose = true});
  return !one || !other || model::semver::compare(*one, *other) > 0;
}

// Whether a lockfile of another time had this very archive.
bool stood_before(const Candidate& candidate, const std::vector<Candidate>& all) {
  return is_older(candidate.source) || std::ranges::any_of(all, [&](const Candidate& other) {
           return is_older(other.source) && other.release.version == candidate.release.version &&
                  !other.release.integrity.empty() && !differ(candidate.release, other.release) &&
                  !differ(other.release, candidate.release);
         });
}

// What is no way back may have come with the attack: of that somebody must know that it is old enough. What a
// document tells counts for whoever else has the same release.
Objection by_age(const Candidate& candidate, const BadPlace& place, const std::vector<Candidate>& all) {
  if (place.published_before == 0 || stood_before(candidate, all)) return std::nullopt;
  std::int64_t published = candidate.release.published, seen = candidate.release.seen;
  const auto earlier = [](std::int64_t one, std::int64_t other) {
    return one == 0 ? other : other == 0 ? one : std::min(one, other);
  };
  for (const Candidate& other : all) {
    if (other.release.version != candidate.release.version) continue;
    if (other.source != SourceKind::cache && other.source != SourceKind::registry) continue;
    published = std::max(published, other.release.published);
    seen = earlier(seen, other.release.seen);
  }
  if (published > place.published_before)
    return "is too new: it was published on " + time_of(published) + " (--minimum-age 0 takes it all the same)";
  if (published != 0 || (seen != 0 && seen <= place.published_before)) return std::nullopt;
  return "may be new: " + (seen == 0 ? std::string() : "it was seen on " + time_of(seen) + ", and ") +
         "nobody knows when it was published (--minimum-age 0 takes it all the same)";
}

}  // namespace

Objection objection(const Candidate& candidate, const BadPlace& place, const std::vector<Candidate>& all,
                    const model::Registries& registries) {
  if (candidate.source == SourceKind::installed && !place.doubt.empty()) return "is not believed: " + place.doubt;
  if (Objection why = by_version(candidate, place, registries)) return why;
  if (is_newer(candidate.release.version, place.version))
    if (Objection why = by_age(candidate, place, all)) return why;
  if (Objection why = by_strength(candidate.release, place)) return why;
  if (Objection why = by_origin(candidate, place, registries)) return why;
  return by_others(candidate, place, all);
}

Objection objection_to_added(const Candidate& candidate, const BadPlace& place, const std::vector<Candidate>& all,
                             const model::Registries& registries) {
  if (candidate.source == SourceKind::installed && !place.doubt.empty()) return "is not believed: " + place.doubt;
  for (const std::string& range : place.ranges)
    if (!admits(range, candidate.release.version)) return "is not what is asked for (" + range + ")";
  // What stands in the lockfile is no news.
  if (candidate.source != SourceKind::same)
    if (Objection why = by_age(candidate, place, all)) return why;
  if (Objection why = by_strength(candidate.release, place)) return why;
  if (Objection why = by_origin(candidate, place, registries)) return why;
  return by_others(candidate, place, all);
}

bool is_disputed_way_back(const Candidate& candidate, const BadPlace& place, const std::vector<Candidate>& all) {
  if (candidate.source != SourceKind::named || is_newer(candidate.release.version, place.version)) return false;
  return std::ranges::any_of(all, [&](const Candidate& other) {
    return other.source == SourceKind::named && other.release.version == candidate.release.version &&
           differ(candidate.release, other.release);
  });
}

}  // namespace cordon::app
