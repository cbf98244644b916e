// Version specifiers of Python packages: PEP 440, "Version specifiers", judged as PyPI's own library `packaging` 26
// judges them: "~=1.4.2, !=1.4.5", "==1.*", ">=1.0,<2". Linear in the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/pep440.h"
#include "model/version_key.h"

namespace cordon::model::pep440 {

inline constexpr std::size_t kMaxSpecifiers = 1'000;
inline constexpr std::size_t kMaxSpecifierBytes = 16'384;  // of a whole list

enum class Operator : std::uint8_t {
  compatible,  // ~=
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  arbitrary,  // ===, which compares text
};

// Keys from `lower` on to below `upper`; without bounds on a side where that is empty.
struct KeyInterval {
  VersionKey lower, upper;
};

struct Specifier {
  Operator operation = Operator::equal;
  std::string version;    // normalised, without ".*"; as written for ===
  bool wildcard = false;  // a ".*" followed
  bool names_prerelease = false;
  std::vector<KeyInterval> keys;  // the versions that it lets through; none for ===

  std::string text() const;  // "==1.*"
};

// All of them must hold; an empty list lets any version through.
struct Specifiers {
  std::vector<Specifier> list;

  std::string text() const;  // joined by commas, in the order written
};

// Fails with syntax, too_large or too_many. Empty items between commas are passed over, as `packaging` does.
Result<Specifiers> parse_specifiers(std::string_view text);

enum class Prereleases : std::uint8_t {
  if_named,  // PEP 440's rule: only where a specifier other than != names one
  allow,
};

// Fails with syntax when the version is none that PEP 440 knows and is not listed by ===.
Result<bool> satisfies(std::string_view version, const Specifiers& specifiers,
                       Prereleases policy = Prereleases::if_named);

// The first release after all that begin with the same numbers: "1.5" for "1.4", with the epoch.
std::string next_prefix(const Version& version);

}  // namespace cordon::model::pep440
