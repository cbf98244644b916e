#include "change/name_list.h"

#include <algorithm>

#include "model/ascii.h"

namespace cordon::change {
namespace {

constexpr char kWhole = '!';
constexpr std::size_t kMostShared = 'z' - '0';
constexpr std::size_t kBlockBytes = 256;  // below that a walk is faster than another halving

// The name of a line that is written whole.
std::string_view whole_name(std::string_view list, std::size_t line) {
  const std::size_t begin = line + 1, end = std::min(list.find(' ', begin), list.size());
  return list.substr(begin, end - begin);
}

// The last whole line whose name is not above `name`, or the first line.
std::size_t restart_before(std::string_view list, std::string_view name) {
  std::size_t low = 0, high = list.size();
  while (high - low > kBlockBytes) {
    const std::size_t middle = low + (high - low) / 2, whole = list.find(kWhole, middle);
    if (whole >= high) {
      high = middle;
    } else if (whole_name(list, whole) <= name) {
      low = whole;
    } else {
      high = middle;  // every whole line from here on is above
    }
  }
  return low;
}

// A line, without the name it stands for.
struct Line {
  std::size_t shared, end;  // end: where the next one begins
  std::string_view rest;
  Magnitude magnitude;
};

std::optional<Line> line_at(std::string_view list, std::size_t at) {
  const char first = list[at];
  if (first != kWhole && (first < '1' || first > 'z')) return std::nullopt;
  const std::size_t space = list.find(' ', at + 1);
  if (space == std::string_view::npos || space + 3 >= list.size() || list[space + 3] != '\n') return std::nullopt;
  const char tens = list[space + 1], ones = list[space + 2];
  if (!model::ascii::is_digit(tens) || !model::ascii::is_digit(ones)) return std::nullopt;
  return Line{.shared = first == kWhole ? 0 : static_cast<std::size_t>(first - '0'),
              .end = space + 4,
              .rest = list.substr(at + 1, space - at - 1),
              .magnitude = {static_cast<std::uint8_t>((tens - '0') * 10 + (ones - '0'))}};
}

// Where the first name that is not below `name` stands, and its magnitude when it is the name.
struct Sought {
  std::size_t line;
  std::optional<Magnitude> magnitude;
};

// Names need not be put together for that: of each only what follows the part that the name is known to share matters.
Sought seek(std::string_view list, std::string_view name) {
  std::size_t matched = 0;  // bytes that the name shares with the one before, which is below it
  for (std::size_t at = restart_before(list, name); at < list.size();) {
    const auto line = line_at(list, at);
    if (!line) break;
    // A whole line does not say what it shares, and one that shares the most that can be written may share more.
    if (line->shared == 0 || line->shared == kMostShared) matched = std::min(matched, line->shared);
    if (line->shared < matched) return {at, std::nullopt};
    if (line->shared == matched) {
      const std::string_view sought = name.substr(matched);
      const auto same = static_cast<std::size_t>(std::ranges::mismatch(line->rest, sought).in1 - line->rest.begin());
      if (same == line->rest.size() && same == sought.size()) return {at, line->magnitude};
      if (line->rest.substr(same) > sought.substr(same)) return {at, std::nullopt};
      matched += same;
    }
    at = line->end;
  }
  return {list.size(), std::nullopt};
}

}  // namespace

bool NameCursor::next() {
  if (next_ >= list_.size()) return false;
  const auto line = line_at(list_, next_);
  if (!line || line->shared > length_ || line->rest.size() > kLongestName - line->shared) return false;
  std::ranges::copy(line->rest, name_.data() + line->shared);
  length_ = line->shared + line->rest.size();
  magnitude_ = line->magnitude;
  next_ = line->end;
  return true;
}

std::optional<Magnitude> find_name(std::string_view list, std::string_view name) { return seek(list, name).magnitude; }

std::size_t lower_bound(std::string_view list, std::string_view name) { return seek(list, name).line; }

}  // namespace cordon::change
