#include "intel/osv/modified_list.h"

#include <algorithm>
#include <limits>

#include "base/date.h"
#include "base/text.h"

namespace cordon::intel {
namespace {

constexpr std::size_t kMostRows = 4'000'000, kMostId = 128;

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= kMostId && id[0] != '.' && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  });
}

}  // namespace

Result<ModifiedList> read_modified_list(std::string_view csv, bool is_part) {
  ModifiedList out;
  for (std::uint32_t line = 1; !csv.empty(); ++line) {
    const std::size_t end = csv.find('\n');
    if (end == std::string_view::npos && is_part) break;
    std::string_view row = csv.substr(0, end);
    csv = end == std::string_view::npos ? std::string_view() : csv.substr(end + 1);
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (row.empty()) continue;
    const std::size_t comma = row.find(',');
    const auto seconds = comma == std::string_view::npos ? std::nullopt : seconds_of(row.substr(0, comma));
    if (!seconds || *seconds < 0 || *seconds > std::numeric_limits<std::uint32_t>::max())
      return fail(ErrorCode::syntax, "no time and id of a record: " + text::visible(row, 100), line);
    const std::string_view id = row.substr(comma + 1);
    if (!is_id(id)) return fail(ErrorCode::invalid_value, "no id of a record: " + text::visible(id, 100), line);
    if (out.rows.size() == kMostRows) return fail(ErrorCode::too_many, "more records than any list has", line);
    const auto modified = static_cast<std::uint32_t>(*seconds);
    if (!out.rows.empty() && modified > out.rows.back().modified) out.sorted = false;
    out.rows.push_back({id, modified});
  }
  return out;
}

}  // namespace cordon::intel
