#include "model/javascript_version.h"

#include <algorithm>

#include "model/ascii.h"

namespace cordon::model::javascript {
namespace {

// In front of each field.
constexpr std::uint8_t kText = 1, kNumber = 2;

void put_field(VersionKey& key, std::string_view field) {
  if (!field.empty() && ascii::count_digits(field, 0) == field.size()) {
    key.put(kNumber);
    key.put_number(field);
  } else {
    key.put(kText);
    key.put_text(field);
  }
}

}  // namespace

Result<VersionKey> version_key(std::string_view text) {
  const auto is_printable = [](char c) { return c > ' ' && c < '\x7f'; };
  if (text.empty() || !ascii::is_digit(text.front()) || !std::ranges::all_of(text, is_printable))
    return fail(ErrorCode::syntax, "not a version of a library");
  VersionKey key;
  std::size_t fields = 0;
  for (std::size_t at = 0; at <= text.size(); ++fields) {
    if (fields == kMostFields) return fail(ErrorCode::syntax, "a version of too many fields");
    const std::size_t end = std::min(text.find_first_of(".-", at), text.size());
    put_field(key, text.substr(at, end - at));
    at = end + 1;
  }
  // All keys have as many fields, so that none is the beginning of another.
  for (; fields < kMostFields; ++fields) put_field(key, "0");
  return key;
}

}  // namespace cordon::model::javascript
