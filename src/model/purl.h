// Package URLs (ECMA-427, https://github.com/package-url/purl-spec): read, checked, written in canonical form. The
// rules of each type stand in purl_types.h; a type that is not there has none.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace cordon::model {

inline constexpr std::size_t kMaxPurlBytes = 16'384;
inline constexpr std::size_t kMaxPurlQualifiers = 256;

using Qualifiers = std::vector<std::pair<std::string, std::string>>;

// The components, decoded; "" or empty for those that are not there.
struct Purl {
  std::string type = {};        // "npm"
  std::string name_space = {};  // "@angular"; segments joined by '/'. The specification's "namespace"
  std::string name = {};
  std::string version = {};
  Qualifiers qualifiers = {};  // sorted by key
  std::string subpath = {};    // segments joined by '/'

  std::string text() const;  // canonical, if the components are
  // "@scope/name", "org/name", "name": as the clients of most types call it.
  std::string full_name() const { return name_space.empty() ? name : name_space + "/" + name; }
};

// What a capital letter in a qualifier's key means: the specification allows none and yet says how to read one.
enum class PurlKeys : std::uint8_t { lower, refuse_capitals };

// Reads any spelling: "pkg://", capitals in the type, characters that should be encoded. The result is canonical.
// Fails with syntax (no purl), invalid_utf8, invalid_value (against the rules of its type), too_large or too_many.
Result<Purl> parse_purl(std::string_view text, PurlKeys keys = PurlKeys::lower);

// Checks components and brings them into canonical form; `text()` of the result is the canonical purl. Fails with
// invalid_value, invalid_utf8, too_large or too_many.
Result<Purl> canonical_purl(Purl components);

// "pkg:npm/%40scope/name@1.0.0?vcs_url=..." for type "npm" and name "@scope/name". An empty version is left out, and so
// are qualifiers with an empty value; qualifiers are sorted by key. Names stand as they are given: that is canonical
// for types whose names have one spelling, npm among them, and checks nothing.
std::string make_purl(std::string_view type, std::string_view name, std::string_view version,
                      const Qualifiers& qualifiers = {});

}  // namespace cordon::model
