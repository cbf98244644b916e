// What bytes mean to the lexer. Of this module alone.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cordon::javascript {

enum Class : std::uint8_t { other, blank, newline, letter, digit, quote, high };

constexpr std::array<Class, 256> classes() {
  std::array<Class, 256> out{};
  for (int c = 0; c < 256; ++c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '\\';
    Class& is = out[static_cast<std::size_t>(c)];
    is = other;
    if (is_letter) is = letter;
    else if (c >= '0' && c <= '9') is = digit;
    else if (c == ' ' || c == '\t' || c == '\v' || c == '\f') is = blank;
    else if (c == '\n' || c == '\r') is = newline;
    else if (c == '\'' || c == '"') is = quote;
    else if (c >= 0x80) is = high;
  }
  return out;
}

inline constexpr std::array<Class, 256> kClasses = classes();

constexpr Class class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }

// Bytes at which the reading of something that was begun stops to look.
constexpr std::array<bool, 256> stops_at(std::string_view bytes) {
  std::array<bool, 256> out{};
  for (const char c : bytes) out[static_cast<unsigned char>(c)] = true;
  return out;
}

inline constexpr std::array<bool, 256> kSingle = stops_at("'\\\n\r"), kDouble = stops_at("\"\\\n\r"),
                                       kTemplate = stops_at("`\\$"), kLine = stops_at("\n\r\xE2");

// The first of these bytes at or behind `at`, or `end`.
inline std::uint32_t find(std::string_view text, std::uint32_t at, std::uint32_t end,
                          const std::array<bool, 256>& stops) {
  while (at < end && !stops[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

}  // namespace cordon::javascript
