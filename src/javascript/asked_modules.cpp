#include "javascript/asked_modules.h"

#include <utility>

#include "javascript/lexer.h"
#include "javascript/literal.h"

namespace cordon::javascript {
namespace {

constexpr std::size_t kMostNameBytes = 214;

class Finder {
 public:
  Finder(std::string_view code, const std::function<void(AskedModule&&)>& take) : lexer_(code), take_(take) {}

  AskedCounts run() {
    for (advance(); token_.kind != TokenKind::end;) {
      if (is_text(token_)) literal(AskedBy::literal, false);
      else if (token_.kind == TokenKind::name) name();
      else step();
    }
    return counts_;
  }

 private:
  bool is_text(const Token& token) const {
    return token.kind == TokenKind::string || (token.kind == TokenKind::chunk && lexer_.text_of(token).front() == '`');
  }
  bool is(char c) const {
    return token_.kind == TokenKind::punctuator && lexer_.text_of(token_) == std::string_view(&c, 1);
  }
  void advance() { token_ = lexer_.next(); }
  void step() {
    was_dot_ = is('.');
    advance();
  }

  void name() {
    const std::string_view text = lexer_.text_of(token_);
    const std::string name =
        text.find('\\') == std::string_view::npos ? std::string() : value_of(TokenKind::name, text);
    const std::string_view word = name.empty() ? text : std::string_view(name);
    const bool is_member = std::exchange(was_dot_, false);
    const bool is_import = word == "import" && !is_member, is_require = word == "require";
    const bool is_from = word == "from" && !is_member;
    advance();
    if (is_from && is_text(token_)) return literal(AskedBy::import, false);
    if (is_import && is_text(token_)) return literal(AskedBy::import, false);
    if (is_import && is('(')) return argument(AskedBy::dynamic_import);
    if (!is_require) return;
    if (is('(')) return argument(AskedBy::require);
    if (!is('.')) return;
    step();
    if (token_.kind != TokenKind::name || lexer_.text_of(token_) != "resolve") return;
    was_dot_ = false;
    advance();
    if (is('(')) argument(AskedBy::require);
  }

  // At the bracket of a call.
  void argument(AskedBy by) {
    do advance();
    while (is('('));
    if (is_text(token_)) literal(by, true);
    else if (!is(')')) ++counts_.computed;
  }

  // At a text: with what is put behind it by plus signs, up to what is no text.
  void literal(AskedBy by, bool is_argument) {
    AskedModule out;
    out.by = by;
    out.begin = token_.begin;
    bool is_whole = true;
    for (;;) {
      const std::string_view text = lexer_.text_of(token_);
      if (token_.kind == TokenKind::chunk && text.ends_with("${")) is_whole = false;
      // What cannot be a name any more is not put together: a text may be as long as the file.
      if (text.size() + out.name.size() <= 6 * kMostNameBytes) out.name += value_of(token_.kind, text);
      else is_too_long_ = true;
      step();
      if (!is_whole || !is('+')) break;
      step();
      if (!is_text(token_)) {
        is_whole = false;
        break;
      }
    }
    const bool is_too_long = std::exchange(is_too_long_, false) || out.name.size() > kMostNameBytes;
    if (!is_whole && is_argument) ++counts_.computed;
    out.is_beginning = !is_whole;
    if (!is_too_long && !out.name.empty() && out.name.find_first_of(" \t\r\n") == std::string::npos)
      take_(std::move(out));
  }

  Lexer lexer_;
  const std::function<void(AskedModule&&)>& take_;
  AskedCounts counts_;
  Token token_;
  bool was_dot_ = false;
  bool is_too_long_ = false;
};

}  // namespace

AskedCounts asked_modules(std::string_view code, const std::function<void(AskedModule&&)>& take) {
  return Finder(code, take).run();
}

}  // namespace cordon::javascript
