#include "model/semver_key.h"

#include <algorithm>

#include "model/semver_scan.h"

namespace cordon::model {
namespace {

enum : std::uint8_t { kEnd = 0, kNumeric = 1, kText = 2, kRelease = 0xFF };

}  // namespace

void put_prerelease(VersionKey& key, std::string_view identifiers) {
  if (identifiers.empty()) return key.put(kRelease);
  for (std::size_t at = 0; at <= identifiers.size();) {
    const std::size_t dot = std::min(identifiers.find('.', at), identifiers.size());
    const std::string_view identifier = identifiers.substr(at, dot - at);
    if (semver::scan::all_digits(identifier)) {
      key.put(kNumeric);
      key.put_number(identifier);
    } else {
      key.put(kText);
      key.put_text(identifier);
    }
    at = dot + 1;
  }
  key.put(kEnd);
}

}  // namespace cordon::model
