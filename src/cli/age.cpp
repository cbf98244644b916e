#include "cli/age.h"

#include <charconv>
#include <string>

namespace cordon::cli {

Result<std::int64_t> seconds_of_age(std::string_view text) {
  constexpr std::int64_t kMostDays = 10'000, kDay = 86'400;
  std::int64_t number = -1;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  const std::int64_t seconds = unit == "d" ? kDay : unit == "h" ? 3'600 : unit == "m" ? 60 : 0;
  const bool is_age = error == std::errc() && number >= 0 && number <= kMostDays * kDay;
  if (!is_age || (seconds == 0 && (number != 0 || !unit.empty())) || number * seconds > kMostDays * kDay)
    return fail(ErrorCode::usage, std::string(text) + " is no age: write 3d, 12h, 30m or 0");
  return number * seconds;
}

}  // namespace cordon::cli
