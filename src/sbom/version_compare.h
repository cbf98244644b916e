// The one place where this module asks which of two versions is newer.
#pragma once

#include <compare>
#include <string_view>

namespace cordon::sbom {

// By the rules of the ecosystem; unordered where either text has no place in its order. npm and jsr are ordered by
// Semantic Versioning as npm reads it, in its loose mode; of the other ecosystems only what is written alike is equal.
std::partial_ordering compare_versions(std::string_view ecosystem, std::string_view left, std::string_view right);

}  // namespace cordon::sbom
