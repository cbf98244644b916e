#include "model/version_order.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "model/actions_tag.h"
#include "model/cargo_version.h"
#include "model/go_version.h"
#include "model/javascript_version.h"
#include "model/pep440.h"
#include "model/semver.h"
#include "model/semver_key.h"
#include "model/semver_scan.h"

namespace cordon::model {
namespace {

constexpr std::array<std::pair<std::string_view, Ecosystem>, 6> kEcosystems = {{
    {"npm", Ecosystem::npm},
    {"PyPI", Ecosystem::pypi},
    {"crates.io", Ecosystem::crates_io},
    {"Go", Ecosystem::go},
    {"GitHub Actions", Ecosystem::github_actions},
    {"JavaScript", Ecosystem::javascript},
}};

constexpr std::size_t kExactDigits = 15;  // numbers up to here are the same in JavaScript

bool has_long_number(std::string_view text) {
  std::size_t digits = 0;
  return std::any_of(text.begin(), text.end(), [&](char c) {
    digits = semver::scan::is_digit(c) ? digits + 1 : 0;
    return digits > kExactDigits;
  });
}

// Numeric identifiers as JavaScript compares them: beyond 2^53 two different ones may be one number.
std::string rounded(std::string_view identifiers) {
  std::string out;
  for (std::size_t at = 0; at <= identifiers.size();) {
    const std::size_t dot = std::min(identifiers.find('.', at), identifiers.size());
    const std::string_view identifier = identifiers.substr(at, dot - at);
    if (at != 0) out += '.';
    if (identifier.size() > kExactDigits && semver::scan::all_digits(identifier)) {
      double value = 0;
      std::from_chars(identifier.data(), identifier.data() + identifier.size(), value);
      std::array<char, 320> digits;
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, 0);
      out.append(digits.data(), end.ptr);
    } else {
      out += identifier;
    }
    at = dot + 1;
  }
  return out;
}

// npm reads versions loosely wherever it compares them; those that are strictly right need no copy.
Result<VersionKey> npm_key(std::string_view text) {
  VersionKey key;
  if (text.size() <= semver::kMaxVersionLength) {
    const auto parts = semver::scan::full(text, 0, false, semver::scan::Ending::at_end);
    if (parts && parts->end == text.size() && !has_long_number(text)) {
      for (const std::string_view number : {parts->major, parts->minor, parts->patch}) key.put_number(number);
      put_prerelease(key, parts->prerelease);
      return key;
    }
  }
  const auto version = TRY(semver::parse_version(text, {.loose = true}));
  for (const std::uint64_t number : {version.major, version.minor, version.patch})
    key.put_number(std::to_string(number));
  put_prerelease(key, rounded(version.prerelease));
  return key;
}

}  // namespace

std::optional<Ecosystem> ecosystem_from_string(std::string_view osv_name) {
  for (const auto& [name, ecosystem] : kEcosystems)
    if (name == osv_name) return ecosystem;
  return std::nullopt;
}

std::optional<Ecosystem> ecosystem_of(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames = {"npm", "pypi", "crates", "go", "github-actions", "javascript"};
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Ecosystem>(found - kNames.begin());
}

std::string_view to_string(Ecosystem ecosystem) { return kEcosystems[static_cast<std::size_t>(ecosystem)].first; }

Result<VersionKey> version_key(Ecosystem ecosystem, std::string_view text) {
  if (text.size() > kMaxVersionBytes) return fail(ErrorCode::too_large, "the version is longer than 1024 bytes");
  VersionKey key;
  switch (ecosystem) {
    case Ecosystem::npm: return npm_key(text);
    case Ecosystem::pypi: pep440::put_key(key, TRY(pep440::parse_version(text))); break;
    case Ecosystem::crates_io: cargo::put_key(key, TRY(cargo::parse_version(text))); break;
    case Ecosystem::go: go::put_key(key, TRY(go::parse_version(text))); break;
    case Ecosystem::github_actions: actions::put_key(key, TRY(actions::parse_tag(text))); break;
    case Ecosystem::javascript: return javascript::version_key(text);
  }
  return key;
}

Result<std::strong_ordering> compare_versions(Ecosystem ecosystem, std::string_view a, std::string_view b) {
  const VersionKey key_a = TRY(version_key(ecosystem, a));
  const VersionKey key_b = TRY(version_key(ecosystem, b));
  return key_a <=> key_b;
}

}  // namespace cordon::model
