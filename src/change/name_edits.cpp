#include "change/name_edits.h"

#include <algorithm>
#include <array>
#include <vector>

namespace cordon::change {
namespace {

constexpr std::array<std::string_view, 4> kKeyRows = {"1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm,./"};

// Keys are neighbours in their row, or one row apart: a key touches the two below it, at its place and one to the left.
bool are_adjacent(char a, char b) {
  for (std::size_t row = 0; row < kKeyRows.size(); ++row) {
    const std::size_t at = kKeyRows[row].find(a);
    if (at == std::string_view::npos) continue;
    const auto is_at = [&](std::size_t other_row, std::size_t column) {
      return other_row < kKeyRows.size() && column < kKeyRows[other_row].size() && kKeyRows[other_row][column] == b;
    };
    // Below the first column there is no place to the left, and above the first row no row: both numbers wrap around.
    return is_at(row, at - 1) || is_at(row, at + 1) || is_at(row + 1, at) || is_at(row + 1, at - 1) ||
           is_at(row - 1, at) || is_at(row - 1, at + 1);
  }
  return false;
}

// Cuts off what both have at both ends: it has no part in the distance. Returns the length of the beginning.
std::size_t cut_common(std::string_view& a, std::string_view& b) {
  const auto begin = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  a.remove_prefix(begin);
  b.remove_prefix(begin);
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  return begin;
}

}  // namespace

std::uint64_t letter_mask(std::string_view name) {
  std::uint64_t mask = 0;
  for (const char c : name) {
    if (c >= 'a' && c <= 'z') {
      const std::uint64_t once = std::uint64_t{1} << (2 * (c - 'a'));
      mask |= (mask & once) != 0 ? once << 1 : once;  // the second bit: at least twice
    } else {
      mask |= std::uint64_t{1} << (52 + static_cast<unsigned char>(c) % 12);
    }
  }
  return mask;
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most) {
  cut_common(a, b);
  const std::size_t far = most + 1;
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) return far;
  if (a.empty() || b.empty()) return std::max(a.size(), b.size());
  std::vector<std::size_t> before(b.size() + 1, far), previous(b.size() + 1, far), current(b.size() + 1, far);
  for (std::size_t j = 0; j <= std::min(b.size(), most); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    // Only what lies within `most` of the diagonal can be within it.
    const std::size_t first = i > most ? i - most : 1, last = std::min(b.size(), i + most);
    std::ranges::fill(current, far);
    if (i <= most) current[0] = i;
    std::size_t least = current[0];
    for (std::size_t j = first; j <= last; ++j) {
      std::size_t cost = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost = std::min({cost, previous[j] + 1, current[j - 1] + 1, far});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost = std::min(cost, before[j - 2] + 1);
      current[j] = cost;
      least = std::min(least, cost);
    }
    // A swap may still lead back from the row before.
    if (least >= far && std::ranges::min(previous) >= far) return far;
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[b.size()];
}

std::optional<Edit> single_edit(std::string_view name, std::string_view right) {
  const std::string_view whole = name, whole_right = right;
  const std::size_t begin = cut_common(name, right);
  const auto doubles = [&](std::string_view text, char c) {
    return (begin > 0 && text[begin - 1] == c) || (begin + 1 < text.size() && text[begin + 1] == c);
  };
  if (name.size() == 1 && right.empty()) return doubles(whole, name[0]) ? Edit::repeated : Edit::added;
  if (name.empty() && right.size() == 1) return doubles(whole_right, right[0]) ? Edit::repeated : Edit::omitted;
  if (name.size() == 1 && right.size() == 1) return are_adjacent(name[0], right[0]) ? Edit::adjacent : Edit::replaced;
  if (name.size() == 2 && right.size() == 2 && name[0] == right[1] && name[1] == right[0]) return Edit::swapped;
  return std::nullopt;
}

}  // namespace cordon::change
