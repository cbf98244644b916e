// What registries say that speaks for or against a release: how young a package is beside what brought it, who
// published, and whether less is known of that than before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "change/packument.h"

namespace cordon::change {

// Of one release, held against those of its package that were published before it.
struct PublicationFacts {
  std::string new_publisher;  // "jason (ci before)": an account that published none of the five releases before
  std::string trust_lost;     // "trusted publisher with 1.14.0, none now": against the release that it follows
  std::optional<std::int64_t> published;   // seconds since 1970
  std::optional<std::int64_t> quiet_days;  // since the release before by time
  std::uint32_t burst = 0;  // releases of its major version within six hours, up to and with it; 0: unknown
  std::string odd_version;  // "99.0.0 after 1.2.3": what the releases before do not lead to
};

// `version` and the release that the project had. Nothing is said of what the packument does not have: an absent
// publisher is unknown, times that do not follow the versions are a mirror's own, and trust is lost only where the
// packument says of some release that there was any. It is held against what the project had and against the release
// before on the same major version, where those are older.
PublicationFacts publication_facts(const Packument& packument, std::string_view version, std::string_view follows);

// How many hours before `carrier_version` was published the package had its first release; negative when it came
// after. Empty where either time is unknown, or where the times are a mirror's own.
std::optional<std::int64_t> hours_before(const Packument& package, const Packument& carrier,
                                         std::string_view carrier_version);

// Whether an account that published the package's release also published, or maintains, the carrier, other than by the
// carrier's release itself: whoever took that over publishes both. Empty where that is unknown.
std::optional<bool> shares_publisher(const Packument& package, std::string_view version, const Packument& carrier,
                                     std::string_view carrier_version);

}  // namespace cordon::change
