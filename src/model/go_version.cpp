#include "model/go_version.h"

#include "model/semver_key.h"
#include "model/semver_scan.h"

namespace cordon::model::go {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && semver::scan::all_digits(text) && (text.size() == 1 || text[0] != '0');
}

}  // namespace

Result<Version> parse_version(std::string_view text) {
  if (const auto parts = semver::scan::full(text, 0, false, semver::scan::Ending::at_end)) {
    if (parts->end == text.size())
      return Version{parts->major, parts->minor, parts->patch, parts->prerelease, parts->build};
  } else {
    if (text.starts_with('v')) text.remove_prefix(1);
    const std::size_t dot = text.find('.');
    const std::string_view major = text.substr(0, dot);
    const std::string_view minor = dot == std::string_view::npos ? "0" : text.substr(dot + 1);
    if (is_number(major) && is_number(minor)) return Version{major, minor, "0", {}, {}};
  }
  return fail(ErrorCode::syntax, "not a version of a Go module");
}

void put_key(VersionKey& key, const Version& version) {
  for (const std::string_view number : {version.major, version.minor, version.patch}) key.put_number(number);
  put_prerelease(key, version.prerelease);
}

}  // namespace cordon::model::go
