#include "sbom/version_compare.h"

#include "model/semver.h"

namespace cordon::sbom {

std::partial_ordering compare_versions(std::string_view ecosystem, std::string_view left, std::string_view right) {
  if (ecosystem == "npm" || ecosystem == "jsr") {
    const auto first = model::semver::parse_version(left, {.loose = true});
    const auto second = model::semver::parse_version(right, {.loose = true});
    if (first && second) return model::semver::compare(*first, *second);
  }
  return left == right ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
}

}  // namespace cordon::sbom
