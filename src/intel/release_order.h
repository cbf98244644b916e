// Which of two versions is the newer one, in any ecosystem.
#pragma once

#include <compare>
#include <string_view>

namespace cordon::intel {

// SemVer 2.0.0's order of precedence where both are SemVer versions (a leading "v" is left out). Otherwise by the
// numbers between the dots, of which missing ones count as 0, then a pre-release (anything after the numbers) before
// its release and a ".post" release after it, then by the bytes of what follows. That tells lines of releases apart
// (0.30 from 1.14), which is what packs need; it is not PEP 440's whole order.
std::weak_ordering compare_releases(std::string_view a, std::string_view b);

}  // namespace cordon::intel
