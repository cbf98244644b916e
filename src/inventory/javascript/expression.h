// Regular expressions of JavaScript (ECMA-262, without flags) as RE2 can run them: in time linear in the text, whatever
// the expression. What RE2 has not is replaced by something that matches more, and by a condition to test afterwards:
//
//   \1                     the expression of the first group again, and that both are the same text
//   x{0,8000}, x one       x*, and that it is not longer (RE2 repeats up to 1000 times)
//   character
//   (?<=x)                 nothing, and that the text before this place ends with x
//
// So a match may be missed where the first one fails its condition and another begins in it; find tries again behind
// the beginning of each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::inventory::javascript {

struct SameText {
  int one = 0, other = 0;  // groups of RE2
};
struct GapLength {
  int group = 0;
  std::uint32_t least = 0, most = 0;  // bytes
};
struct TextBefore {
  int group = 0;           // an empty one, at the place
  std::string expression;  // of RE2, that ends there
};

struct Expression {
  std::string re2;
  std::vector<int> groups;  // of each group of the original, from 1, the one of RE2; [0] is 0
  int group_count = 0;      // of RE2
  std::vector<SameText> same;
  std::vector<GapLength> gaps;
  std::vector<TextBefore> before;
  // Every match holds one of these. Empty: none is known.
  std::vector<std::string> literals;
};

// Fails with syntax, or unsupported_format for what neither RE2 nor a condition can say: other lookaround, references
// to groups that hold groups, long repetitions of more than one character. That RE2 accepts the rest is for the caller
// to see.
Result<Expression> translate(std::string_view javascript);

}  // namespace cordon::inventory::javascript
