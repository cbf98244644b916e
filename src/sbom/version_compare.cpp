#include "sbom/version_compare.h"

#include <algorithm>
#include <optional>
#include <string>

#include "model/semver.h"

namespace cordon::sbom {
namespace {

// What people leave out of "1.15" is 0.
std::optional<model::semver::Version> version_of(std::string_view text) {
  std::string whole(text);
  if (!text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos)
    for (auto dots = std::ranges::count(text, '.'); dots < 2; ++dots) whole += ".0";
  auto version = model::semver::parse_version(whole, {.loose = true});
  return version ? std::optional(std::move(*version)) : std::nullopt;
}

}  // namespace

std::partial_ordering compare_versions(std::string_view ecosystem, std::string_view left, std::string_view right) {
  if (ecosystem == "npm" || ecosystem == "jsr") {
    const auto first = version_of(left), second = version_of(right);
    if (first && second) return model::semver::compare(*first, *second);
  }
  return left == right ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
}

}  // namespace cordon::sbom
