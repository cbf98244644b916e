// Glob patterns for folders, as package.json's "workspaces" has them: "packages/*", "apps/**", "{a,b}/c-?", "[ab]*".
// Specification: node-glob's and minimatch's documentation; names that begin with a dot need a dot in the pattern.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::inventory::npm {

// One segment of a pattern.
struct PatternSegment {
  enum class Kind : std::uint8_t { literal, wildcard, any_depth };
  Kind kind = Kind::literal;
  std::string text;

  bool matches(std::string_view name) const;  // not for any_depth
};

// A pattern after its braces were expanded.
using PathPattern = std::vector<PatternSegment>;

// Fails with unsupported_format for extended globs such as "!(a|b)" and with too_many when the braces expand to more
// than a thousand patterns.
Result<std::vector<PathPattern>> compile_path_pattern(std::string_view pattern);

// Whether the whole of a normalised relative path matches. O(path * pattern).
bool matches_path(const PathPattern& pattern, std::string_view path);
bool matches_any(std::span<const PathPattern> patterns, std::string_view path);

}  // namespace cordon::inventory::npm
