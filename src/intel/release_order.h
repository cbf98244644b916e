// Which of two versions is the newer one, in the ecosystems of incident packs.
#pragma once

#include <compare>
#include <string_view>

namespace cordon::intel {

// The ecosystem's own order (model/version_order.h) where it has a place for both. Otherwise, and for Composer, by the
// numbers between the dots, of which missing ones count as 0, then a pre-release (anything after the numbers) before
// its release, then by the bytes of what follows: that tells lines of releases apart (0.30 from 1.14), which is what
// packs need. A leading "v" does not count.
std::weak_ordering compare_releases(std::string_view ecosystem, std::string_view a, std::string_view b);

}  // namespace cordon::intel
