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
  std::optional<std::int64_t> quiet_days;  // since the release before by time
};

// `version` and the release that it follows, on its line. Nothing is said of what the packument does not have: an
// absent publisher is unknown, and trust is lost only where the packument says of some release that there was any.
PublicationFacts publication_facts(const Packument& packument, std::string_view version, std::string_view follows);

// How many hours before `carrier_version` was published the package had its first release; negative when it came
// after. Empty where either time is unknown.
std::optional<std::int64_t> hours_before(const Packument& package, const Packument& carrier,
                                         std::string_view carrier_version);

// Whether an account that published the package's release also published, or maintains, the carrier, other than by the
// carrier's release itself: whoever took that over publishes both. Empty where that is unknown.
std::optional<bool> shares_publisher(const Packument& package, std::string_view version, const Packument& carrier,
                                     std::string_view carrier_version);

}  // namespace cordon::change
