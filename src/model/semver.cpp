#include "model/semver.h"

#include <charconv>
#include <optional>

#include "model/semver_scan.h"

namespace cordon::model::semver {
namespace {

// A number up to kMaxNumber.
std::optional<std::uint64_t> number_of(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value > kMaxNumber) return std::nullopt;
  return value;
}

// Numeric identifiers lose leading zeros (loose mode only lets them in); from kMaxNumber on they stay as written.
std::string canonical_identifiers(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t dot = std::min(text.find('.', at), text.size());
    const std::string_view identifier = text.substr(at, dot - at);
    const auto number = scan::all_digits(identifier) ? number_of(identifier) : std::nullopt;
    if (at != 0) out += '.';
    if (number && *number < kMaxNumber) out += std::to_string(*number);
    else out += identifier;
    at = dot + 1;
  }
  return out;
}

std::weak_ordering compare_identifiers(std::string_view left, std::string_view right) {
  const bool left_numeric = scan::all_digits(left), right_numeric = scan::all_digits(right);
  if (left_numeric != right_numeric) return left_numeric ? std::weak_ordering::less : std::weak_ordering::greater;
  if (!left_numeric) return left <=> right;
  // As JavaScript compares them: beyond 2^53 two different numbers may be one.
  double left_value = 0, right_value = 0;
  std::from_chars(left.data(), left.data() + left.size(), left_value);
  std::from_chars(right.data(), right.data() + right.size(), right_value);
  return left_value < right_value   ? std::weak_ordering::less
         : left_value > right_value ? std::weak_ordering::greater
                                    : std::weak_ordering::equivalent;
}

std::weak_ordering compare_prerelease(std::string_view left, std::string_view right) {
  if (left == right) return std::weak_ordering::equivalent;
  if (left.empty() || right.empty()) return left.empty() ? std::weak_ordering::greater : std::weak_ordering::less;
  for (;;) {
    const std::size_t left_dot = left.find('.'), right_dot = right.find('.');
    const std::string_view left_first = left.substr(0, left_dot), right_first = right.substr(0, right_dot);
    if (left_first != right_first) return compare_identifiers(left_first, right_first);
    // The texts differ, so not both end here.
    if (left_dot == std::string_view::npos) return std::weak_ordering::less;
    if (right_dot == std::string_view::npos) return std::weak_ordering::greater;
    left.remove_prefix(left_dot + 1);
    right.remove_prefix(right_dot + 1);
  }
}

}  // namespace

std::string Version::text() const {
  std::string out = std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
  if (!prerelease.empty()) out += "-" + prerelease;
  return out;
}

Result<Version> parse_version(std::string_view text, Options options) {
  if (text.size() > kMaxVersionLength && scan::utf16_length(text) > kMaxVersionLength)
    return fail(ErrorCode::too_large, "the version is longer than 256 characters");
  const std::string squeezed = scan::squeeze(text);  // spaces may stand inside only before the first number
  const auto parts = scan::full(squeezed, 0, options.loose, scan::Ending::at_end);
  if (!parts || parts->end != squeezed.size()) return fail(ErrorCode::syntax, "not a version");
  const auto major = number_of(parts->major), minor = number_of(parts->minor), patch = number_of(parts->patch);
  if (!major || !minor || !patch) return fail(ErrorCode::invalid_value, "a number of the version is too big");
  Version out{*major, *minor, *patch, {}, std::string(parts->build)};
  if (!parts->prerelease.empty()) out.prerelease = canonical_identifiers(parts->prerelease);
  return out;
}

std::weak_ordering compare(const Version& left, const Version& right) {
  if (left.major != right.major) return left.major <=> right.major;
  if (left.minor != right.minor) return left.minor <=> right.minor;
  if (left.patch != right.patch) return left.patch <=> right.patch;
  return compare_prerelease(left.prerelease, right.prerelease);
}

}  // namespace cordon::model::semver
