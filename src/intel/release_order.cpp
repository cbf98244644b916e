#include "intel/release_order.h"

#include <cstddef>

#include "intel/characters.h"

namespace cordon::intel {
namespace {

std::string_view without_zeros(std::string_view digits) {
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  return digits;
}

// Numbers of any length.
std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  a = without_zeros(a);
  b = without_zeros(b);
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

// Takes the digits at the front of `text`; "0" when there are none.
std::string_view take_number(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && is_digit(text[length])) ++length;
  const std::string_view digits = length == 0 ? "0" : text.substr(0, length);
  text.remove_prefix(length);
  return digits;
}

// What follows the numeric parts, as a rank: pre-release, release, post-release.
int rank(std::string_view rest) {
  if (rest.empty()) return 1;
  return rest.starts_with(".post") ? 2 : 0;
}

// Pre-releases part by part: runs of digits as numbers, which stand before letters, everything else by its bytes.
std::strong_ordering compare_suffixes(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (is_digit(a[0]) && is_digit(b[0])) {
      const std::string_view number_a = take_number(a), number_b = take_number(b);
      const auto order = compare_numbers(number_a, number_b);
      if (order != 0) return order;
      continue;
    }
    if (a[0] != b[0]) return static_cast<unsigned char>(a[0]) <=> static_cast<unsigned char>(b[0]);
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return a.size() <=> b.size();
}

std::string_view prepare(std::string_view version) {
  if (version.starts_with('v')) version.remove_prefix(1);
  const std::size_t epoch = version.find('!');
  if (epoch != std::string_view::npos) version.remove_prefix(epoch + 1);
  return version.substr(0, version.find('+'));
}

}  // namespace

std::strong_ordering compare_releases(std::string_view a, std::string_view b) {
  a = prepare(a);
  b = prepare(b);
  for (;;) {
    const std::string_view number_a = take_number(a), number_b = take_number(b);
    const auto order = compare_numbers(number_a, number_b);
    if (order != 0) return order;
    const auto more = [](std::string_view text) { return text.size() > 1 && text[0] == '.' && is_digit(text[1]); };
    if (!more(a) && !more(b)) break;
    if (more(a)) a.remove_prefix(1);   // a part that the other lacks counts against 0
    if (more(b)) b.remove_prefix(1);
    if (!a.empty() && !is_digit(a[0]) && !b.empty() && !is_digit(b[0])) break;
  }
  if (const auto order = rank(a) <=> rank(b); order != 0) return order;
  return compare_suffixes(a, b);
}

}  // namespace cordon::intel
