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

// Bytes of the blank or line end at this place that is none of ASCII; 0 where there is none.
inline std::uint32_t unicode_blank(std::string_view text, std::uint32_t at) {
  const auto byte = [&](std::uint32_t offset) {
    return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0u;
  };
  switch (byte(0)) {
    case 0xC2: return byte(1) == 0xA0 ? 2 : 0;
    case 0xE1: return byte(1) == 0x9A && byte(2) == 0x80 ? 3 : 0;
    case 0xE2:
      if (byte(1) == 0x80) {
        const unsigned last = byte(2);
        return (last >= 0x80 && last <= 0x8A) || last == 0xA8 || last == 0xA9 || last == 0xAF ? 3 : 0;
      }
      return byte(1) == 0x81 && byte(2) == 0x9F ? 3 : 0;
    case 0xE3: return byte(1) == 0x80 && byte(2) == 0x80 ? 3 : 0;
    case 0xEF: return byte(1) == 0xBB && byte(2) == 0xBF ? 3 : 0;
    default: return 0;
  }
}

}  // namespace cordon::javascript
