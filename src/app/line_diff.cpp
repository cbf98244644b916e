#include "app/line_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace cordon::app {
namespace {

constexpr std::size_t kAround = 3;
// Changes beyond which texts have little in common; the work grows with their square.
constexpr std::ptrdiff_t kMostChanges = 500;

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    out.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

struct Step {
  char sign;                  // ' ', '-', '+'
  std::size_t before, after;  // indices
};

// The shortest way from one to the other (Myers, 1986), for what stands between the common ends.
std::vector<Step> steps_between(const Lines& before, const Lines& after, std::size_t first, std::size_t before_end,
                                std::size_t after_end) {
  const auto n = static_cast<std::ptrdiff_t>(before_end - first), m = static_cast<std::ptrdiff_t>(after_end - first);
  const std::ptrdiff_t most = std::min(n + m, kMostChanges);
  std::vector<std::vector<std::ptrdiff_t>> trace;
  std::vector<std::ptrdiff_t> reach(static_cast<std::size_t>(2 * most + 3), 0);
  const auto at = [&](std::ptrdiff_t k) { return static_cast<std::size_t>(k + most + 1); };
  std::vector<Step> out;
  for (std::ptrdiff_t d = 0; d <= most; ++d) {
    trace.push_back(reach);
    for (std::ptrdiff_t k = -d; k <= d; k += 2) {
      std::ptrdiff_t x =
          k == -d || (k != d && reach[at(k - 1)] < reach[at(k + 1)]) ? reach[at(k + 1)] : reach[at(k - 1)] + 1;
      std::ptrdiff_t y = x - k;
      while (x < n && y < m &&
             before[first + static_cast<std::size_t>(x)] == after[first + static_cast<std::size_t>(y)])
        ++x, ++y;
      reach[at(k)] = x;
      if (x < n || y < m) continue;
      // Back along the way.
      const auto step = [&](char sign) {
        out.push_back({sign, first + static_cast<std::size_t>(x), first + static_cast<std::size_t>(y)});
      };
      for (std::ptrdiff_t e = d; e > 0; --e) {
        const auto& old = trace[static_cast<std::size_t>(e)];
        const std::ptrdiff_t diagonal = x - y;
        const bool down = diagonal == -e || (diagonal != e && old[at(diagonal - 1)] < old[at(diagonal + 1)]);
        const std::ptrdiff_t from = old[at(down ? diagonal + 1 : diagonal - 1)];
        const std::ptrdiff_t from_y = from - (down ? diagonal + 1 : diagonal - 1);
        while (x > from && y > from_y && (down ? x > from : x > from + 1)) --x, --y, step(' ');
        if (down) --y, step('+');
        else --x, step('-');
      }
      while (x > 0) --x, --y, step(' ');
      std::ranges::reverse(out);
      return out;
    }
  }
  for (std::size_t i = first; i < before_end; ++i) out.push_back({'-', i, first});
  for (std::size_t i = first; i < after_end; ++i) out.push_back({'+', before_end, i});
  return out;
}

std::vector<Step> all_steps(const Lines& before, const Lines& after) {
  std::size_t first = 0, last = 0;
  const std::size_t common = std::min(before.size(), after.size());
  while (first < common && before[first] == after[first]) ++first;
  while (last < common - first && before[before.size() - 1 - last] == after[after.size() - 1 - last]) ++last;
  std::vector<Step> out;
  for (std::size_t i = 0; i < first; ++i) out.push_back({' ', i, i});
  const std::vector<Step> middle = steps_between(before, after, first, before.size() - last, after.size() - last);
  out.insert(out.end(), middle.begin(), middle.end());
  for (std::size_t i = last; i > 0; --i) out.push_back({' ', before.size() - i, after.size() - i});
  return out;
}

void write_hunk(const Lines& before, const Lines& after, const std::vector<Step>& steps, std::size_t first,
                std::size_t last, std::vector<std::string>& out) {
  std::size_t gone = 0, come = 0;
  for (std::size_t i = first; i < last; ++i) {
    gone += steps[i].sign != '+';
    come += steps[i].sign != '-';
  }
  out.push_back(fmt::format("@@ -{},{} +{},{} @@", steps[first].before + (gone > 0), gone,
                            steps[first].after + (come > 0), come));
  for (std::size_t i = first; i < last; ++i) {
    std::string_view line = steps[i].sign == '+' ? after[steps[i].after] : before[steps[i].before];
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.push_back(steps[i].sign + std::string(line));
  }
}

}  // namespace

std::vector<std::string> line_diff(std::string_view before_text, std::string_view after_text) {
  const Lines before = lines_of(before_text), after = lines_of(after_text);
  const std::vector<Step> steps = all_steps(before, after);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < steps.size();) {
    if (steps[i].sign == ' ') {
      ++i;
      continue;
    }
    const std::size_t first = i - std::min(i, kAround);
    std::size_t last_change = i;
    for (std::size_t j = i; j < steps.size() && j <= last_change + 2 * kAround; ++j)
      if (steps[j].sign != ' ') last_change = j;
    const std::size_t last = std::min(last_change + 1 + kAround, steps.size());
    write_hunk(before, after, steps, first, last, out);
    i = last;
  }
  return out;
}

}  // namespace cordon::app
