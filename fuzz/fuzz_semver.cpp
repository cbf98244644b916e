// Versions and ranges of versions. The first byte chooses the options, the first line is a range, the rest a version.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "model/semver.h"

using namespace cordon::model::semver;

namespace {

void expect(bool property) {
  if (!property) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Options options = {.loose = (data[0] & 1) != 0, .include_prerelease = (data[0] & 2) != 0};
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t line = std::min(text.find('\n'), text.size());
  const std::string_view range_text = text.substr(0, line), version_text = text.substr(std::min(line + 1, text.size()));

  const auto version = parse_version(version_text, options);
  if (version) {
    expect(compare(*version, *version) == 0);
    const std::string canonical = version->text();  // may be longer than a version may be: loose mode adds a hyphen
    const auto again = parse_version(canonical, options);
    expect(canonical.size() > kMaxVersionLength || (again && again->text() == canonical));
  }
  const auto range = parse_range(range_text, options);
  if (!range) return 0;
  expect(!range->alternatives.empty());
  for (const auto& alternative : range->alternatives) expect(!alternative.empty());
  intersects(*range, *range);
  if (version) {
    const bool inside = satisfies(*version, *range);
    expect(!(inside && (above(*version, *range) || below(*version, *range))));
  }
  return 0;
}
