#include "inspect/token_list.h"

namespace cordon::inspect {

using javascript::TokenKind;

TokenList list_tokens(std::string_view text, std::uint32_t most) {
  TokenList out;
  out.text = text;
  out.tokens.reserve(text.size() / 5 + 16);
  javascript::Lexer lexer(text);
  for (;;) {
    javascript::Token token = lexer.next();
    if (out.tokens.size() >= most && token.kind != TokenKind::end) {
      out.is_complete = false;
      token = {TokenKind::end, true, token.begin, token.begin};
    }
    // Semicolons behind each other say nothing, and a million of them shall not be the limit's.
    const bool is_empty = !out.tokens.empty() && text.substr(token.begin, token.end - token.begin) == ";" &&
                          out.is(static_cast<std::uint32_t>(out.tokens.size() - 1), ';');
    if (!is_empty) out.tokens.push_back(token);
    if (token.kind == TokenKind::end) break;
  }
  out.partner.resize(out.tokens.size());
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < out.tokens.size(); ++i) {
    out.partner[i] = i;
    if (out.tokens[i].kind != TokenKind::punctuator) continue;
    const char c = text[out.tokens[i].begin];
    if (c == '(' || c == '[' || c == '{') {
      open.push_back(i);
    } else if ((c == ')' || c == ']' || c == '}') && !open.empty()) {
      const char wants = c == ')' ? '(' : c == ']' ? '[' : '{';
      if (text[out.tokens[open.back()].begin] != wants) continue;
      out.partner[i] = open.back();
      out.partner[open.back()] = i;
      open.pop_back();
    }
  }
  return out;
}

}  // namespace cordon::inspect
