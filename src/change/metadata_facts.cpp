#include "change/metadata_facts.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "model/semver.h"

namespace cordon::change {
namespace {

constexpr std::size_t kReleasesBefore = 5;
constexpr std::int64_t kHour = 3'600, kDay = 24 * kHour, kBurst = 6 * kHour;
constexpr std::uint64_t kMajorsAhead = 10;
constexpr std::size_t kDisorder = 2;  // releases that came before those that they follow
constexpr std::int64_t kYoungPackage = 30 * kDay;

const ReleaseMetadata* find(const Packument& packument, std::string_view version) {
  const auto at = packument.releases.find(std::string(version));
  return at == packument.releases.end() ? nullptr : &at->second;
}

// Those published before the moment, the latest first.
std::vector<const ReleaseMetadata*> before(const Packument& packument, std::int64_t moment) {
  std::vector<const ReleaseMetadata*> out;
  for (const auto& [version, release] : packument.releases)
    if (release.published && *release.published < moment) out.push_back(&release);
  std::ranges::sort(out, std::greater(), [](const ReleaseMetadata* each) { return *each->published; });
  return out;
}

std::string_view name_of(PublishTrust trust) {
  switch (trust) {
    case PublishTrust::none: return "none";
    case PublishTrust::provenance: return "provenance";
    case PublishTrust::trusted_publisher: return "trusted publisher";
    case PublishTrust::staged: return "approved by a person";
  }
  return "none";
}

using model::semver::Version;

struct Release {
  std::string_view text;
  Version version;
  const ReleaseMetadata* told = nullptr;
};

// Those that were published before the moment and are no pre-releases, the lowest first.
std::vector<Release> released_before(const Packument& packument, std::int64_t moment) {
  std::vector<Release> out;
  for (const auto& [text, told] : packument.releases) {
    if (!told.published || *told.published >= moment) continue;
    Result<Version> version = model::semver::parse_version(text, {.loose = true});
    if (version && version->prerelease.empty()) out.push_back({text, std::move(*version), &told});
  }
  std::ranges::sort(out, [](const Release& left, const Release& right) {
    return model::semver::compare(left.version, right.version) < 0;
  });
  return out;
}

// Whether the times are of publication. A mirror may write when it took a release over instead; then releases of one
// line do not follow each other. `except` is what is judged: that it is out of line is a fact about it. What is young
// throughout stays young: else whoever publishes it would hide that by three releases in reverse. A mirror's times are
// never earlier than those of publication, so it makes nothing older than it is.
bool has_times_of_publication(const Packument& packument, std::string_view except) {
  if (packument.is_of_origin) return true;
  constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  const std::vector<Release> releases = released_before(packument, kNever);
  if (releases.empty()) return true;
  const auto [first, last] =
      std::ranges::minmax(releases, {}, [](const Release& each) { return *each.told->published; });
  if (*last.told->published - *first.told->published <= kYoungPackage) return true;
  std::size_t disorder = 0;
  std::int64_t of_minor = kNever, of_major = kNever;  // the earliest of those above: of its minor line, of later ones
  const Version* above = nullptr;
  for (auto each = releases.rbegin(); each != releases.rend(); ++each) {
    if (each->text == except) continue;
    if (above != nullptr && above->major != each->version.major) of_minor = of_major = kNever;
    else if (above != nullptr && above->minor != each->version.minor)
      of_major = std::min(of_major, std::exchange(of_minor, kNever));
    const std::int64_t published = *each->told->published;
    // A line that goes on after the next has begun is ordinary; one that begins then is not.
    if (published > of_minor || (each->version.patch == 0 && published > of_major)) ++disorder;
    of_minor = std::min(of_minor, published);
    above = &each->version;
  }
  return disorder < kDisorder;
}

std::uint32_t burst_of(const std::vector<Release>& earlier, const Version& version, std::int64_t published) {
  const auto is_close = [&](const Release& each) {
    return each.version.major == version.major && *each.told->published > published - kBurst;
  };
  return 1 + static_cast<std::uint32_t>(std::ranges::count_if(earlier, is_close));
}

std::string odd_version_of(const std::vector<Release>& earlier, std::string_view text, const Version& version) {
  const Release& highest = earlier.back();
  if (version.major >= highest.version.major + kMajorsAhead)
    return std::string(text) + " after " + std::string(highest.text);
  for (const Release& each : earlier)
    if (each.version.major == version.major && each.version.minor == version.minor &&
        each.version.patch > version.patch)
      return std::string(text) + " after " + std::string(each.text) + ", which is higher";
  return {};
}

// The highest below it of its major version.
const Release* before_on_line(const std::vector<Release>& earlier, const Version& version) {
  const Release* out = nullptr;
  for (const Release& each : earlier)
    if (each.version.major == version.major && model::semver::compare(each.version, version) < 0) out = &each;
  return out;
}

void add_line(const std::vector<Release>& earlier, std::string_view text, std::int64_t published,
              PublicationFacts& out) {
  const Result<Version> version = model::semver::parse_version(text, {.loose = true});
  if (!version || !version->prerelease.empty() || earlier.empty()) return;
  out.burst = burst_of(earlier, *version, published);
  out.odd_version = odd_version_of(earlier, text, *version);
}

// Whether less is known of who published it than of another that is older.
void hold_trust(const ReleaseMetadata& release, std::string_view against, const ReleaseMetadata& other,
                PublicationFacts& out) {
  const bool is_older = !other.published || !release.published || *other.published <= *release.published;
  if (!out.trust_lost.empty() || !is_older || other.trust <= release.trust) return;
  out.trust_lost = std::string(name_of(other.trust)) + " with " + std::string(against) + ", " +
                   std::string(name_of(release.trust)) + " now";
}

}  // namespace

PublicationFacts publication_facts(const Packument& packument, std::string_view version, std::string_view follows) {
  PublicationFacts out;
  const ReleaseMetadata* release = find(packument, version);
  if (release == nullptr) return out;
  const ReleaseMetadata* previous = find(packument, follows);
  if (previous != nullptr && packument.says_trust) hold_trust(*release, follows, *previous, out);
  if (!release->published || !has_times_of_publication(packument, version)) return out;
  out.published = release->published;
  const std::vector<Release> on_line = released_before(packument, *release->published);
  add_line(on_line, version, *release->published, out);
  if (const auto parsed = model::semver::parse_version(version, {.loose = true}); parsed && packument.says_trust)
    if (const Release* line = before_on_line(on_line, *parsed)) hold_trust(*release, line->text, *line->told, out);
  const std::vector<const ReleaseMetadata*> earlier = before(packument, *release->published);
  if (earlier.empty()) return out;
  out.quiet_days = (*release->published - *earlier.front()->published) / kDay;
  if (release->publisher.empty()) return out;
  const std::size_t count = std::min(kReleasesBefore, earlier.size());
  for (std::size_t i = 0; i < count; ++i)
    if (earlier[i]->publisher.empty() || earlier[i]->publisher == release->publisher) return out;
  out.new_publisher = release->publisher + " (" + earlier.front()->publisher + " before)";
  return out;
}

std::optional<std::int64_t> hours_before(const Packument& package, const Packument& carrier,
                                         std::string_view carrier_version) {
  const ReleaseMetadata* release = find(carrier, carrier_version);
  if (release == nullptr || !release->published || !package.created) return std::nullopt;
  if (!has_times_of_publication(package, "") || !has_times_of_publication(carrier, carrier_version))
    return std::nullopt;
  return (*release->published - *package.created) / kHour;
}

std::optional<bool> shares_publisher(const Packument& package, std::string_view version, const Packument& carrier,
                                     std::string_view carrier_version) {
  const ReleaseMetadata* release = find(package, version);
  if (release == nullptr || release->publisher.empty()) return std::nullopt;
  bool is_known = !carrier.maintainers.empty();
  if (carrier.maintainers.contains(release->publisher)) return true;
  for (const auto& [each, metadata] : carrier.releases) {
    if (each == carrier_version || metadata.publisher.empty()) continue;
    is_known = true;
    if (metadata.publisher == release->publisher) return true;
  }
  if (!is_known) return std::nullopt;
  return false;
}

}  // namespace cordon::change
