#include "base/date.h"

#include <fmt/core.h>

namespace cordon {
namespace {

// Civil calendar arithmetic on years that begin in March, so that the leap day comes last.
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468;
}

}  // namespace

std::optional<std::int64_t> days_of(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
  unsigned parts[3] = {0, 0, 0};
  int part = 0;
  for (const char c : date) {
    if (c == '-') ++part;
    else if (c < '0' || c > '9') return std::nullopt;
    else parts[part] = parts[part] * 10 + static_cast<unsigned>(c - '0');
    if (part > 2) return std::nullopt;
  }
  const auto [year, month, day] = parts;
  if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const std::int64_t days = days_from_civil(year, month, day);
  if (date_of(days) != date) return std::nullopt;  // 30 February
  return days;
}

std::string date_of(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  const unsigned day = day_of_year - (153 * shifted + 2) / 5 + 1;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

namespace {

std::optional<std::int64_t> two_digits(std::string_view text, std::size_t at, std::int64_t below) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : -1; };
  const std::int64_t tens = digit(at), ones = digit(at + 1);
  if (tens < 0 || ones < 0 || tens * 10 + ones >= below) return std::nullopt;
  return tens * 10 + ones;
}

}  // namespace

std::optional<std::int64_t> seconds_of(std::string_view time) {
  constexpr std::int64_t kDay = 86'400;
  if (time.size() < 20 || (time[10] != 'T' && time[10] != 't') || time[13] != ':' || time[16] != ':')
    return std::nullopt;
  if (time.back() != 'Z' && time.back() != 'z') return std::nullopt;
  const auto days = days_of(time.substr(0, 10));
  const auto hours = two_digits(time, 11, 24), minutes = two_digits(time, 14, 60);
  const auto seconds = two_digits(time, 17, 61);  // 60: a leap second
  if (!days || !hours || !minutes || !seconds) return std::nullopt;
  const std::string_view fraction = time.substr(19, time.size() - 20);
  if (!fraction.empty() && (fraction.size() < 2 || fraction[0] != '.')) return std::nullopt;
  if (fraction.find_first_not_of("0123456789", 1) != std::string_view::npos) return std::nullopt;
  return *days * kDay + *hours * 3600 + *minutes * 60 + *seconds;
}

std::string time_of(std::int64_t seconds) {
  constexpr std::int64_t kDay = 86'400;
  const std::int64_t days = seconds >= 0 ? seconds / kDay : (seconds - kDay + 1) / kDay;
  const std::int64_t rest = seconds - days * kDay;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", date_of(days), rest / 3600, rest / 60 % 60, rest % 60);
}

}  // namespace cordon
