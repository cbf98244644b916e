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
  std::uint32_t latest = std::numeric_limits<std::uint32_t>::max();  // that the next may be
  std::size_t undated = 0;
  Error first_undated;
  for (std::uint32_t line = 1; !csv.empty(); ++line) {
    const std::size_t end = csv.find('\n');
    if (end == std::string_view::npos && is_part) break;
    std::string_view row = csv.substr(0, end);
    csv = end == std::string_view::npos ? std::string_view() : csv.substr(end + 1);
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (row.empty()) continue;
    const auto no_row = [&] {
      return Error{ErrorCode::syntax, "no time and id of a record: " + text::visible(row, 100), line, 0, {}};
    };
    const std::size_t comma = row.find(',');
    if (comma == std::string_view::npos) return std::unexpected(no_row());
    const auto seconds = seconds_of(row.substr(0, comma));
    const bool is_dated = seconds && *seconds > 0 && *seconds <= std::numeric_limits<std::uint32_t>::max();
    if (!is_dated && undated++ == 0) first_undated = no_row();
    const std::string_view id = row.substr(comma + 1);
    if (!is_id(id)) return fail(ErrorCode::invalid_value, "no id of a record: " + text::visible(id, 100), line);
    if (out.rows.size() == kMostRows) return fail(ErrorCode::too_many, "more records than any list has", line);
    const std::uint32_t modified = is_dated ? static_cast<std::uint32_t>(*seconds) : 0;
    if (is_dated && modified > latest) out.sorted = false;
    if (is_dated) latest = modified;
    out.rows.push_back({id, modified});
  }
  if (undated * 10 > out.rows.size()) return std::unexpected(std::move(first_undated));
  return out;
}

}  // namespace cordon::intel
