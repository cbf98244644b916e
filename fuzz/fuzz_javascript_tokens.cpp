// JavaScript as tokens, and the modules that it asks for.
#include <string>

#include "check_inventory.h"
#include "javascript/asked_modules.h"
#include "javascript/lexer.h"
#include "javascript/literal.h"

using namespace cordon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  javascript::Lexer lexer(text);
  std::uint32_t end = 0;
  for (javascript::Token token = lexer.next(); token.kind != javascript::TokenKind::end; token = lexer.next()) {
    // In order, and never empty: whoever reads them comes to the end.
    fuzz::expect(token.begin >= end && token.end > token.begin && token.end <= size);
    end = token.end;
    const std::string_view is = lexer.text_of(token);
    fuzz::expect(javascript::value_of(token.kind, is).size() <= is.size());
    if (token.kind == javascript::TokenKind::string) fuzz::expect(is.size() >= 2 && is.front() == is.back());
    if (token.kind == javascript::TokenKind::regexp) fuzz::expect(is.find('\n') == std::string_view::npos);
  }
  fuzz::expect(lexer.next().kind == javascript::TokenKind::end);
  std::uint32_t begin = 0;
  javascript::asked_modules(text, [&](javascript::AskedModule&& module) {
    fuzz::expect(module.begin >= begin && module.begin < size && !module.name.empty() && module.name.size() <= 214);
    begin = module.begin;
  });
  return 0;
}
