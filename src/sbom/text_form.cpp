#include "sbom/text_form.h"

#include <algorithm>
#include <array>

#include "base/date.h"

namespace cordon::sbom {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_alphanumeric(char c) { return is_digit(c) || is_lower(c) || is_upper(c); }
bool is_lower_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
bool is_hex(char c) { return is_lower_hex(c) || (c >= 'A' && c <= 'F'); }

// Two digits that stand for at most `most`.
bool is_two_digits(std::string_view text, int most) {
  return text.size() == 2 && is_digit(text[0]) && is_digit(text[1]) && (text[0] - '0') * 10 + (text[1] - '0') <= most;
}

bool is_offset(std::string_view text) {
  if (text == "Z" || text == "z") return true;
  return text.size() == 6 && (text[0] == '+' || text[0] == '-') && is_two_digits(text.substr(1, 2), 23) &&
         text[3] == ':' && is_two_digits(text.substr(4, 2), 59);
}

}  // namespace

bool is_serial_number(std::string_view text) {
  if (!text.starts_with("urn:uuid:")) return false;
  text.remove_prefix(9);
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_lower_hex(text[i])) return false;
  }
  return true;
}

bool is_mime_type(std::string_view text) {
  const auto part = [](std::string_view each) {
    return !each.empty() && std::ranges::all_of(each, [](char c) {
      return is_lower(c) || is_digit(c) || c == '-' || c == '+' || c == '.';
    });
  };
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && part(text.substr(0, slash)) && part(text.substr(slash + 1));
}

bool is_hex_digest(std::string_view text) {
  constexpr std::array<std::size_t, 5> kSizes{32, 40, 64, 96, 128};
  return std::ranges::find(kSizes, text.size()) != kSizes.end() && std::ranges::all_of(text, is_hex);
}

bool is_date_time(std::string_view text) {
  if (text.size() < 20 || !is_date(text.substr(0, 10)) || (text[10] != 'T' && text[10] != 't')) return false;
  if (!is_two_digits(text.substr(11, 2), 23) || text[13] != ':' || !is_two_digits(text.substr(14, 2), 59) ||
      text[16] != ':' || !is_two_digits(text.substr(17, 2), 60))
    return false;
  text.remove_prefix(19);
  if (text[0] == '.') {
    const std::size_t end = std::min(text.find_first_not_of("0123456789", 1), text.size());
    if (end == 1) return false;
    text.remove_prefix(end);
  }
  return is_offset(text);
}

bool is_locale(std::string_view text) {
  if (text.size() != 2 && text.size() != 5) return false;
  if (!is_lower(text[0]) || !is_lower(text[1])) return false;
  return text.size() == 2 || (text[2] == '-' && is_country(text.substr(3)));
}

bool is_country(std::string_view text) { return text.size() == 2 && is_upper(text[0]) && is_upper(text[1]); }

bool is_cre(std::string_view text) {
  if (!text.starts_with("CRE:")) return false;
  text.remove_prefix(4);
  const std::size_t dash = text.find('-');
  const auto number = [](std::string_view each) { return !each.empty() && std::ranges::all_of(each, is_digit); };
  return dash != std::string_view::npos && number(text.substr(0, dash)) && number(text.substr(dash + 1));
}

bool is_patent_number(std::string_view text) {
  if (text.size() < 2 || text.size() > 30 || !is_alphanumeric(text.front()) || !is_alphanumeric(text.back()))
    return false;
  return std::ranges::all_of(text, [](char c) {
    return is_alphanumeric(c) || std::string_view("-/.() \t\r\n\f\v").find(c) != std::string_view::npos;
  });
}

bool is_address(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F || std::string_view("<>\"{}|\\^`").find(c) < 10) return false;
    if (c == '%' && (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2]))) return false;
  }
  return true;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find(' ') == std::string_view::npos;
}

std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace cordon::sbom
