// The one place where this module asks which of two versions is newer.
#pragma once

#include <compare>
#include <string_view>

namespace cordon::sbom {

// By the order of the ecosystem (model/version_order.h; jsr has npm's); unordered where either text has no place in it.
// Of ecosystems without one only what is written alike is equal.
std::partial_ordering compare_versions(std::string_view ecosystem, std::string_view left, std::string_view right);

}  // namespace cordon::sbom
