#include "archive/script_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

#include "base/utf8.h"

namespace cordon::archive {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// How many bytes of the ill-formed sequence at `at` are replaced together: the longest start of a sequence that could
// have become well-formed, or one byte.
std::size_t ill_formed_length(const char* at, const char* end) {
  const auto byte = [&](std::ptrdiff_t i) { return static_cast<unsigned char>(at[i]); };
  const unsigned char c = byte(0);
  const std::ptrdiff_t wanted = c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 1;
  std::ptrdiff_t have = 1;
  for (; have < wanted && have < end - at; ++have) {
    unsigned low = 0x80, high = 0xBF;
    if (have == 1 && c == 0xE0) low = 0xA0;
    if (have == 1 && c == 0xED) high = 0x9F;
    if (have == 1 && c == 0xF0) low = 0x90;
    if (have == 1 && c == 0xF4) high = 0x8F;
    if (byte(have) < low || byte(have) > high) break;
  }
  return static_cast<std::size_t>(have);
}

bool is_line_break(std::uint32_t code) { return code == '\n' || code == '\r' || code == 0x2028 || code == 0x2029; }

bool is_white(std::uint32_t code) {
  return (code >= 9 && code <= 13) || code == ' ' || code == 0xA0 || code == 0xFEFF || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x205F || code == 0x3000 ||
         is_line_break(code);
}

// The first character and its length; 0 at the end.
std::size_t first_character(std::string_view text, std::uint32_t& code) {
  if (text.empty()) return 0;
  const std::size_t length = utf8::sequence_length(text.data(), text.data() + text.size());
  if (length == 0) {
    code = 0xFFFD;
    return 1;
  }
  code = utf8::decode(text.data(), length);
  return length;
}

std::string_view without_leading_white(std::string_view text) {
  std::uint32_t code = 0;
  for (std::size_t length = 0; (length = first_character(text, code)) != 0 && is_white(code);)
    text.remove_prefix(length);
  return text;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  return 99;
}

// All of the text as digits, at least one.
std::optional<double> all_digits(std::string_view text, int base) {
  if (text.empty()) return std::nullopt;
  double value = 0;
  for (const char c : text) {
    if (digit_of(c) >= base) return std::nullopt;
    value = value * base + digit_of(c);
  }
  return value;
}

}  // namespace

std::string decode_lossy(std::string_view bytes) {
  std::string out;
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  while (at < end) {
    const char* start = at;
    std::size_t length = 0;
    while (at < end && (length = utf8::sequence_length(at, end)) != 0) at += length;
    out.append(start, at);
    if (at == end) break;
    out += kReplacement;
    at += ill_formed_length(at, end);
  }
  return out;
}

std::string without_zero_tail(std::string_view text) {
  const std::size_t zero = text.find('\0');
  if (zero == std::string_view::npos) return std::string(text);
  std::string_view tail = text.substr(zero);
  std::uint32_t code = 0;
  for (std::size_t length = 0; (length = first_character(tail, code)) != 0 && !is_line_break(code);)
    tail.remove_prefix(length);
  return std::string(text.substr(0, zero)) + std::string(tail);
}

std::string_view trimmed(std::string_view text) {
  text = without_leading_white(text);
  std::size_t end = 0;
  std::uint32_t code = 0;
  for (std::size_t at = 0, length = 0; (length = first_character(text.substr(at), code)) != 0;) {
    at += length;
    if (!is_white(code)) end = at;
  }
  return text.substr(0, end);
}

std::optional<double> parse_int(std::string_view text, int base) {
  text = without_leading_white(text);
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  const auto is_digit = [base](char c) { return digit_of(c) < base; };
  const auto end = std::ranges::find_if_not(text, is_digit);
  const auto value = all_digits(text.substr(0, static_cast<std::size_t>(end - text.begin())), base);
  return value && is_negative ? std::optional(-*value) : value;
}

std::optional<double> to_number(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return 0;
  if (text.size() > 2 && text[0] == '0') {
    const char mark = static_cast<char>(text[1] | 0x20);
    if (mark == 'x') return all_digits(text.substr(2), 16);
    if (mark == 'o') return all_digits(text.substr(2), 8);
    if (mark == 'b') return all_digits(text.substr(2), 2);
  }
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  double value = std::numeric_limits<double>::infinity();
  if (text != "Infinity") {
    // from_chars also takes "inf" and "nan", and no sign of its own is left to take.
    if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string_view::npos || text[0] == '-')
      return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
    // Out of range is infinite or zero; the sign of the exponent tells which.
    if (error == std::errc::result_out_of_range) {
      const std::size_t exponent = text.find_first_of("eE");
      const bool is_small = exponent != std::string_view::npos && text.substr(exponent + 1).starts_with('-');
      value = is_small ? 0 : std::numeric_limits<double>::infinity();
    }
  }
  return is_negative ? -value : value;
}

std::optional<std::string_view> without_units(std::string_view text, std::size_t units) {
  std::uint32_t code = 0;
  while (units > 0) {
    const std::size_t length = first_character(text, code);
    if (length == 0) return text;
    const std::size_t wide = code >= 0x10000 ? 2 : 1;
    if (wide > units) return std::nullopt;
    units -= wide;
    text.remove_prefix(length);
  }
  return text;
}

}  // namespace cordon::archive
