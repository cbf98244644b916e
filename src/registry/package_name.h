// What a package, a version and an archive can be called in npm's registry protocol, and how a name stands in a path.
#pragma once

#include <string>
#include <string_view>

namespace cordon::registry {

inline constexpr std::size_t kMaxNameBytes = 214, kMaxVersionBytes = 256;

// One or two parts of letters, digits and "-._~" ("lodash", "@scope/name"), none of which begins with a dot. Capitals
// are kept: old packages have them, and names that differ in case only are different packages.
bool is_package_name(std::string_view name);

// A version, or the name of a dist-tag: letters, digits and "-._~+", no dot in front, not "-" alone.
bool is_version_or_tag(std::string_view text);

// The last part of an archive's address: as a version or tag, and ends in ".tgz".
bool is_archive_file(std::string_view text);

// "@scope/name" -> "name".
std::string_view unscoped(std::string_view name);

// The name as one part of a path, as npm writes it: "@scope%2fname".
std::string escaped_name(std::string_view name);

// Everything but letters, digits, "-._~" and "@" percent-encoded (RFC 3986 section 2.1), so that any text can be one
// part of a path.
std::string escaped_part(std::string_view text);

// What an archive is called by convention: "name-1.0.0.tgz", without the scope.
std::string conventional_file(std::string_view name, std::string_view version);

}  // namespace cordon::registry
