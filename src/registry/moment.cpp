#include "registry/moment.h"

#include <string>

#include "base/date.h"
#include "model/ascii.h"

namespace cordon::registry {

std::optional<std::int64_t> moment_of(std::string_view text) {
  constexpr std::size_t kOffset = 6;  // "+05:30"
  if (text.ends_with('Z') || text.ends_with('z') || text.size() <= kOffset) return seconds_of(text);
  const std::string_view offset = text.substr(text.size() - kOffset);
  const auto digit = [&](std::size_t at) { return model::ascii::is_digit(offset[at]) ? offset[at] - '0' : 100; };
  const int hours = digit(1) * 10 + digit(2), minutes = digit(4) * 10 + digit(5);
  if ((offset[0] != '+' && offset[0] != '-') || offset[3] != ':' || hours > 23 || minutes > 59) return std::nullopt;
  const auto there = seconds_of(std::string(text.substr(0, text.size() - kOffset)) + "Z");
  if (!there) return std::nullopt;
  return *there - (offset[0] == '+' ? 1 : -1) * (hours * 3'600 + minutes * 60);
}

}  // namespace cordon::registry
