// Paths as node-tar takes them: with roots of POSIX and of Windows, on every system.
#pragma once

#include <cstddef>
#include <string_view>

namespace cordon::archive {

// Without its roots: slashes, backslashes, drives ("c:", also without a slash) and shares ("\\host\share\"), again and
// again, as node-tar's strip-absolute-path does it with node's path.win32.
std::string_view without_roots(std::string_view path);

// How many folders above where it begins a path leads, at its highest: "a/../../b" 1. Its roots do not count,
// backslashes are slashes.
std::size_t climbs_of(std::string_view path);

// Whether a part of it, between slashes or backslashes, is "..".
bool has_parent_part(std::string_view path);

}  // namespace cordon::archive
