// What literals of JavaScript stand for: ECMA-262 (2026), 12.9.4 and 12.9.6.
#pragma once

#include <string>
#include <string_view>

#include "javascript/lexer.h"

namespace cordon::javascript {

// The value of a string, of a piece of a template or of a name, in UTF-8, escapes undone; lone surrogates become
// U+FFFD. `text` is the token's, with its delimiters. An escape that is none stands for the byte behind the backslash.
// Never longer than the text.
std::string value_of(TokenKind kind, std::string_view text);

}  // namespace cordon::javascript
