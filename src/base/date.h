// Calendar dates as YYYY-MM-DD and times as RFC 3339, UTC.
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

// Seconds since 1970-01-01T00:00:00Z of an RFC 3339 time in UTC ("2026-03-31T00:21:58.123Z"): fractions are cut off.
std::optional<std::int64_t> seconds_of(std::string_view time);
std::string time_of(std::int64_t seconds);  // "2026-03-31T00:21:58Z"

}  // namespace cordon
