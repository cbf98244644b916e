// From which release to which: how far apart two versions are, and which of several is the one before another.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "change/delta.h"

namespace cordon::change {

// By the order of the ecosystem; where it has none for one of the two, unknown. For npm and Cargo the first number that
// differs says it; a release that differs behind the hyphen only is a `prerelease`; for other ecosystems the first
// three numbers of the text stand for major, minor and patch.
Bump bump_of(std::string_view ecosystem, std::string_view from, std::string_view to);

// Of `versions` the one that `to` follows: of the same major number the highest below it, else the lowest above it;
// else of all the highest below it, else the lowest above it. Absent when there are none; a version may be an empty
// text.
std::optional<std::string_view> predecessor(std::string_view ecosystem, std::span<const std::string_view> versions,
                                            std::string_view to);

}  // namespace cordon::change
