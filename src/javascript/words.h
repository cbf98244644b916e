// Names that decide how what follows them is read.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace cordon::javascript {

// After these an expression begins, so a slash begins one between slashes and a brace an object.
inline constexpr std::array<std::string_view, 16> kOperators{
    "await", "case",   "default", "delete", "extends", "in",    "instanceof", "new",
    "of",    "return", "throw",   "typeof", "void",    "yield", "else",       "do"};
inline constexpr std::array<std::string_view, 4> kHeads{"if", "while", "for", "with"};
// Others that decide something.
inline constexpr std::array<std::string_view, 4> kOthers{"function", "async", "class", "static"};

// By the first two bytes of a name, whether it may be one of these; most names are none.
inline constexpr std::size_t kLongestWord = 10;
inline constexpr auto kBeginnings = [] {
  std::array<bool, 32 * 32> out{};
  const auto add = [&](const auto& list) {
    for (const std::string_view word : list)
      out[static_cast<std::size_t>((word[0] & 31) * 32 + (word[1] & 31))] = word.size() <= kLongestWord;
  };
  add(kOperators);
  add(kHeads);
  add(kOthers);
  return out;
}();
constexpr bool may_decide(std::string_view name) {
  return name.size() >= 2 && name.size() <= kLongestWord &&
         kBeginnings[static_cast<std::size_t>((name[0] & 31) * 32 + (name[1] & 31))];
}

}  // namespace cordon::javascript
