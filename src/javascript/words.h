// Names that decide how what follows them is read.
#pragma once

#include <array>
#include <string_view>

namespace cordon::javascript {

// After these an expression begins, so a slash begins one between slashes and a brace an object.
inline constexpr std::array<std::string_view, 16> kOperators{
    "await", "case",   "default", "delete", "extends", "in",    "instanceof", "new",
    "of",    "return", "throw",   "typeof", "void",    "yield", "else",       "do"};
inline constexpr std::array<std::string_view, 4> kHeads{"if", "while", "for", "with"};

}  // namespace cordon::javascript
