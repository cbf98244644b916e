#include "change/metadata_facts.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace cordon::change {
namespace {

constexpr std::size_t kReleasesBefore = 5;
constexpr std::int64_t kHour = 3'600, kDay = 24 * kHour;

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

}  // namespace

PublicationFacts publication_facts(const Packument& packument, std::string_view version, std::string_view follows) {
  PublicationFacts out;
  const ReleaseMetadata* release = find(packument, version);
  if (release == nullptr) return out;
  const ReleaseMetadata* previous = find(packument, follows);
  if (previous != nullptr && packument.says_trust && previous->trust > release->trust)
    out.trust_lost = std::string(name_of(previous->trust)) + " with " + std::string(follows) + ", " +
                     std::string(name_of(release->trust)) + " now";
  if (!release->published) return out;
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
