#include "model/semver_increment.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "model/semver_scan.h"

namespace cordon::model::semver {
namespace {

bool starts_new_row(Release release) {
  return release == Release::premajor || release == Release::preminor || release == Release::prepatch ||
         release == Release::prerelease || release == Release::pre;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    out.emplace_back(text.substr(0, dot));
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return out;
}

std::string join(const std::vector<std::string>& identifiers) {
  std::string out;
  for (const std::string& identifier : identifiers) out += (out.empty() ? "" : ".") + identifier;
  return out;
}

// Below kMaxNumber an identifier of digits is a number; from there on it is text, as in JavaScript.
bool is_number(std::string_view identifier) {
  return scan::all_digits(identifier) &&
         (identifier.size() < 16 || (identifier.size() == 16 && identifier < std::to_string(kMaxNumber)));
}

// Counts the last numeric identifier up; false when there is none.
bool count_up(std::vector<std::string>& identifiers) {
  const auto last = std::find_if(identifiers.rbegin(), identifiers.rend(), is_number);
  if (last == identifiers.rend()) return false;
  *last = std::to_string(std::stoull(*last) + 1);
  return true;
}

bool begins_with(const std::vector<std::string>& identifiers, const std::vector<std::string>& row) {
  return row.size() <= identifiers.size() && std::equal(row.begin(), row.end(), identifiers.begin());
}

Result<void> next_prerelease(Version& version, std::string_view identifier, FirstNumber first) {
  const std::string number = first == FirstNumber::one ? "1" : "0";
  std::vector<std::string> identifiers = split(version.prerelease);
  if (identifiers.empty()) {
    identifiers.push_back(number);
  } else if (!count_up(identifiers)) {
    if (first == FirstNumber::none && identifier == version.prerelease)
      return fail(ErrorCode::invalid_value, "the pre-release identifier is already there");
    identifiers.push_back(number);
  }
  if (!identifier.empty()) {
    const std::vector<std::string> row = split(identifier);
    const bool continues =
        begins_with(identifiers, row) && identifiers.size() > row.size() && scan::all_digits(identifiers[row.size()]);
    if (!continues) {
      identifiers = row;
      if (first != FirstNumber::none) identifiers.push_back(number);
    }
  }
  version.prerelease = join(identifiers);
  return {};
}

Result<void> apply(Version& version, Release release, std::string_view identifier, FirstNumber first) {
  const bool was_prerelease = !version.prerelease.empty();
  if (release == Release::release && !was_prerelease)
    return fail(ErrorCode::invalid_value, "the version is no pre-release");
  if (release != Release::pre && release != Release::prerelease) version.prerelease.clear();
  switch (release) {
    case Release::release: return {};
    case Release::major:
      if (version.minor != 0 || version.patch != 0 || !was_prerelease) ++version.major;
      version.minor = version.patch = 0;
      return {};
    case Release::minor:
      if (version.patch != 0 || !was_prerelease) ++version.minor;
      version.patch = 0;
      return {};
    case Release::patch:
      if (!was_prerelease) ++version.patch;
      return {};
    case Release::premajor:
      ++version.major;
      version.minor = version.patch = 0;
      break;
    case Release::preminor:
      ++version.minor;
      version.patch = 0;
      break;
    case Release::prepatch: ++version.patch; break;
    case Release::prerelease:
      if (!was_prerelease) ++version.patch;
      break;
    case Release::pre: break;
  }
  return next_prerelease(version, identifier, first);
}

}  // namespace

std::optional<Release> release_from_string(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, Release>, 9> kNames = {{{"major", Release::major},
                                                                                  {"minor", Release::minor},
                                                                                  {"patch", Release::patch},
                                                                                  {"premajor", Release::premajor},
                                                                                  {"preminor", Release::preminor},
                                                                                  {"prepatch", Release::prepatch},
                                                                                  {"prerelease", Release::prerelease},
                                                                                  {"pre", Release::pre},
                                                                                  {"release", Release::release}}};
  for (const auto& [name, release] : kNames)
    if (name == text) return release;
  return std::nullopt;
}

Result<Version> increment(const Version& version, Release release, std::string_view identifier, FirstNumber first,
                          Options options) {
  if (starts_new_row(release)) {
    if (identifier.empty() && first == FirstNumber::none)
      return fail(ErrorCode::invalid_value, "a pre-release needs an identifier or a number");
    if (scan::identifiers(identifier, 0, options.loose) != identifier.size())
      return fail(ErrorCode::invalid_value, "not a pre-release identifier");
  }
  Version out = version;
  TRY(apply(out, release, identifier, first));
  if (out.major > kMaxNumber || out.minor > kMaxNumber || out.patch > kMaxNumber)
    return fail(ErrorCode::invalid_value, "a number of the version would be too big");
  return out;
}

Version truncate(const Version& version, Release release) {
  Version out = version;
  out.build.clear();
  if (release == Release::major || release == Release::minor || release == Release::patch) out.prerelease.clear();
  if (release == Release::major || release == Release::minor) out.patch = 0;
  if (release == Release::major) out.minor = 0;
  return out;
}

}  // namespace cordon::model::semver
