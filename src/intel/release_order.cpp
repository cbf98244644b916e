#include "intel/release_order.h"

#include <cstddef>
#include <optional>

#include "intel/characters.h"
#include "model/version_order.h"

namespace cordon::intel {
namespace {

// Numbers of any length; an empty one counts as 0.
std::weak_ordering compare_numbers(std::string_view a, std::string_view b) {
  while (a.starts_with('0')) a.remove_prefix(1);
  while (b.starts_with('0')) b.remove_prefix(1);
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

// Takes the digits at the front of `text`, and the dot behind them if a further number follows.
std::string_view take_number(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && is_digit(text[length])) ++length;
  const std::string_view digits = text.substr(0, length);
  text.remove_prefix(length);
  if (text.size() > 1 && text[0] == '.' && is_digit(text[1])) text.remove_prefix(1);
  return digits;
}

bool has_number(std::string_view text) { return !text.empty() && is_digit(text[0]); }

std::weak_ordering compare_by_numbers(std::string_view a, std::string_view b) {
  while (has_number(a) || has_number(b)) {
    const std::string_view number_a = take_number(a), number_b = take_number(b);
    if (const auto order = compare_numbers(number_a, number_b); order != 0) return order;
  }
  if (a.empty() != b.empty()) return a.empty() ? std::weak_ordering::greater : std::weak_ordering::less;
  return a.compare(b) <=> 0;
}

}  // namespace

std::weak_ordering compare_releases(std::string_view ecosystem, std::string_view a, std::string_view b) {
  if (const auto ordered = model::ecosystem_of(ecosystem))
    if (const auto order = model::compare_versions(*ordered, a, b)) return *order;
  if (a.starts_with('v')) a.remove_prefix(1);
  if (b.starts_with('v')) b.remove_prefix(1);
  return compare_by_numbers(a, b);
}

}  // namespace cordon::intel
