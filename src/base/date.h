// Calendar dates as YYYY-MM-DD, UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon {

// Days since 1970-01-01 of a well-formed, existing date.
std::optional<std::int64_t> days_of(std::string_view date);
inline bool is_date(std::string_view text) { return days_of(text).has_value(); }
std::string date_of(std::int64_t days);

}  // namespace cordon
