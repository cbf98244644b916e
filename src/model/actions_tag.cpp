#include "model/actions_tag.h"

#include <algorithm>

#include "model/ascii.h"
#include "model/semver_key.h"
#include "model/semver_scan.h"

namespace cordon::model::actions {
namespace {

constexpr std::size_t kReleaseNumbers = 3;

}  // namespace

Result<Tag> parse_tag(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  std::size_t end = ascii::count_digits(text, 0);
  std::size_t count = end == 0 ? 0 : 1;
  for (; count != 0 && end < text.size() && text[end] == '.'; ++count) {
    const std::size_t length = ascii::count_digits(text, end + 1);
    if (length == 0) return fail(ErrorCode::syntax, "not a tag that names a version");
    end += 1 + length;
  }
  Tag out{text.substr(0, end), {}, count >= kReleaseNumbers};
  if (end < text.size() && text[end] == '-') {
    const std::size_t first = end + 1;
    end = semver::scan::identifiers(text, first, true);
    if (end == first) return fail(ErrorCode::syntax, "a tag with an empty pre-release");
    out.prerelease = text.substr(first, end - first);
  }
  if (count == 0 || semver::scan::build(text, end) != text.size())
    return fail(ErrorCode::syntax, "not a tag that names a version");
  return out;
}

void put_key(VersionKey& key, const Tag& tag) {
  std::string_view numbers = tag.numbers;
  while (!numbers.empty() && (numbers.back() == '0' || numbers.back() == '.')) {
    // "1.10" ends in a zero that counts; only numbers that are zero altogether can be left out
    const std::size_t dot = numbers.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? numbers : numbers.substr(dot + 1);
    if (last.find_first_not_of('0') != std::string_view::npos) break;
    numbers = dot == std::string_view::npos ? std::string_view{} : numbers.substr(0, dot);
  }
  for (std::size_t at = 0; at < numbers.size();) {
    const std::size_t length = ascii::count_digits(numbers, at);
    key.put_number(numbers.substr(at, length));
    at += length + 1;
  }
  key.put(0);
  put_prerelease(key, tag.prerelease);
}

}  // namespace cordon::model::actions
