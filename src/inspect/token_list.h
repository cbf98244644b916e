// The tokens of a text with what closes what. Of this module alone.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "javascript/lexer.h"

namespace cordon::inspect {

struct TokenList {
  std::string_view text;
  std::vector<javascript::Token> tokens;  // the last is the end
  std::vector<std::uint32_t> partner;     // of a bracket the other one; itself where there is none
  bool is_complete = true;

  std::string_view of(std::uint32_t index) const {
    const javascript::Token& token = tokens[index];
    return text.substr(token.begin, static_cast<std::size_t>(token.end - token.begin));
  }
  bool is(std::uint32_t index, char c) const {
    return index < tokens.size() && tokens[index].kind == javascript::TokenKind::punctuator &&
           tokens[index].end == tokens[index].begin + 1 && text[tokens[index].begin] == c;
  }
  bool is(std::uint32_t index, std::string_view word) const { return index < tokens.size() && of(index) == word; }
  bool is_name(std::uint32_t index) const {
    return index < tokens.size() && tokens[index].kind == javascript::TokenKind::name;
  }
  // No blank between the token and the one behind it.
  bool touches(std::uint32_t index) const {
    return index + 1 < tokens.size() && tokens[index].end == tokens[index + 1].begin;
  }
};

TokenList list_tokens(std::string_view text, std::uint32_t most);

}  // namespace cordon::inspect
