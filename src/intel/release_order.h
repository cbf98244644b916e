// Which of two versions is the newer one.
#pragma once

#include <compare>
#include <string_view>

namespace cordon::intel {

// Orders versions by their numeric parts and, where these are equal, a pre-release before its release (SemVer 2.0.0
// section 11; PEP 440's a, b, rc and dev count as pre-releases, post as later). A leading "v", build metadata and a
// PEP 440 epoch are left out. Good for telling lines of releases apart (0.30 from 1.14), which is what packs need.
std::strong_ordering compare_releases(std::string_view a, std::string_view b);

}  // namespace cordon::intel
