#include "model/cargo_version.h"

#include <array>
#include <charconv>
#include <optional>

#include "model/semver_key.h"
#include "model/semver_scan.h"

namespace cordon::model::cargo {
namespace {

std::optional<std::uint64_t> number_of(std::string_view digits) {
  std::uint64_t value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec != std::errc()) return std::nullopt;
  return value;
}

void put_number(VersionKey& key, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  key.put_number(std::string_view(digits.data(), result.ptr));
}

}  // namespace

Result<Version> parse_version(std::string_view text) {
  const auto parts = semver::scan::full(text, 0, false, semver::scan::Ending::at_end);
  if (!parts || parts->end != text.size() || text.starts_with('v'))
    return fail(ErrorCode::syntax, "not a version of a crate");
  const auto major = number_of(parts->major), minor = number_of(parts->minor), patch = number_of(parts->patch);
  if (!major || !minor || !patch) return fail(ErrorCode::invalid_value, "a number of the version is too big");
  return Version{*major, *minor, *patch, parts->prerelease, parts->build};
}

void put_key(VersionKey& key, const Version& version) {
  for (const std::uint64_t number : {version.major, version.minor, version.patch}) put_number(key, number);
  put_prerelease(key, version.prerelease);
}

}  // namespace cordon::model::cargo
