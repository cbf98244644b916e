#include "javascript/lexer.h"

#include <algorithm>

#include "javascript/bytes.h"
#include "javascript/words.h"

namespace cordon::javascript {
namespace {

bool is_bracket(char c) { return std::string_view("()[]{}").find(c) != std::string_view::npos; }

bool is_one_of(std::string_view name, const auto& list) { return std::ranges::find(list, name) != list.end(); }

}  // namespace

Lexer::Lexer(std::string_view text) : text_(text.substr(0, kMostBytes)) {
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  if (text_.substr(at_).starts_with("#!")) skip_line_comment();
}

// Up to the end of the line, which stays.
void Lexer::skip_line_comment() {
  const auto size = static_cast<std::uint32_t>(text_.size());
  for (;;) {
    at_ = find(text_, at_, size, kLine);
    if (at_ == size || text_[at_] != '\xE2') return;
    const std::string_view three = text_.substr(at_, 3);
    if (three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9") {
      ++oddities_.separator_comments;
      return;
    }
    ++at_;
  }
}

void Lexer::skip_block_comment() {
  const std::size_t stop = text_.substr(0, limit()).find("*/", at_ + 2);
  if (stop == std::string_view::npos) {
    ++oddities_.unfinished;
    at_ = limit();
    return;
  }
  const std::string_view comment = text_.substr(at_, stop - at_);
  newline_ = newline_ || comment.find_first_of("\n\r") != std::string_view::npos;
  at_ = static_cast<std::uint32_t>(stop) + 2;
}

// Where what begins here must have ended: the end of the line behind a comment like HTML's, else of the text.
std::uint32_t Lexer::limit() const {
  return at_ < html_line_end_ ? html_line_end_ : static_cast<std::uint32_t>(text_.size());
}

void Lexer::skip_blank() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    switch (class_of(c)) {
      case blank: ++at_; continue;
      case newline:
        newline_ = true;
        ++at_;
        continue;
      case high:
        if (const std::uint32_t bytes = unicode_blank(text_, at_); bytes != 0) {
          const auto last = static_cast<unsigned char>(text_[at_ + bytes - 1]);
          if (bytes == 3 && static_cast<unsigned char>(text_[at_]) == 0xE2 && (last == 0xA8 || last == 0xA9))
            newline_ = true;
          at_ += bytes;
          continue;
        }
        return;
      default: break;
    }
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("//")) skip_line_comment();
    else if (rest.starts_with("/*")) skip_block_comment();
    else if (rest.starts_with("<!--") || (newline_ && rest.starts_with("-->"))) {
      // A comment in a script, operators in a module: it is read, and nothing in it reaches beyond its line.
      ++oddities_.html_comments;
      if (at_ >= html_line_end_)
        html_line_end_ = static_cast<std::uint32_t>(std::min(text_.find_first_of("\n\r", at_), text_.size()));
      at_ += rest.starts_with("-->") ? 3 : 4;
    } else {
      return;
    }
  }
}

Token Lexer::make(TokenKind kind, std::uint32_t end) {
  const Token token{kind, newline_, at_, end};
  at_ = end;
  newline_ = false;
  return token;
}

Token Lexer::next() {
  skip_blank();
  if (at_ >= text_.size()) {
    at_ = static_cast<std::uint32_t>(text_.size());
    return make(TokenKind::end, at_);
  }
  const char c = text_[at_];
  switch (class_of(c)) {
    case letter:
    case high: return name();
    case digit: return number();
    case quote: return string(c);
    default: break;
  }
  if (c == '`') return chunk();
  if (c == '/') return slash();
  if (c == '#' && at_ + 1 < text_.size() && (class_of(text_[at_ + 1]) == letter || class_of(text_[at_ + 1]) == high))
    return name();
  if (c == '.' && at_ + 1 < text_.size() && class_of(text_[at_ + 1]) == digit) return number();
  if (c == '}' && !open_.empty() && open_.back() == Bracket::template_hole) return chunk();
  return punctuator(c);
}

Token Lexer::name() {
  std::uint32_t end = at_ + 1;
  const auto size = static_cast<std::uint32_t>(text_.size());
  while (end < size) {
    const Class is = class_of(text_[end]);
    if (is == letter || is == digit) {
      // \u{…} is the one place of a name where a brace stands.
      if (text_[end] == '\\' && text_.substr(end, 3) == "\\u{") {
        const std::size_t close = text_.substr(0, std::min<std::size_t>(size, end + 16)).find('}', end);
        if (close == std::string_view::npos) break;
        end = static_cast<std::uint32_t>(close);
      }
      ++end;
    } else if (is == high) {
      const std::uint32_t back = at_;
      at_ = end;
      const bool is_blank = unicode_blank(text_, at_) != 0;
      at_ = back;
      if (is_blank) break;
      ++end;
    } else {
      break;
    }
  }
  if (text_.substr(at_, 3) == "\\u{" && end == at_ + 2) {  // the name begins with the escape
    const std::size_t close = text_.substr(0, std::min<std::size_t>(size, at_ + 16)).find('}', at_);
    if (close != std::string_view::npos) {
      const std::uint32_t begin = at_;
      at_ = static_cast<std::uint32_t>(close);
      const Token rest = name();  // once: what follows begins behind the brace
      return {TokenKind::name, rest.after_newline, begin, rest.end};
    }
  }
  look_at_name(text_.substr(at_, end - at_));
  return make(TokenKind::name, end);
}

void Lexer::look_at_name(std::string_view name) {
  if (!may_decide(name)) {
    regexp_may_follow_ = is_head_ = is_value_ = is_member_ = is_default_ = is_body_ = was_function_ = false;
    was_name_ = true;
    return;
  }
  const bool follows_name = was_name_ && !newline_;
  const bool is_short = name.size() <= 10;
  bool is_operator = is_short && !is_member_ && is_one_of(name, kOperators);
  if (is_operator && name == "of") is_operator = follows_name || !regexp_may_follow_;
  if (is_operator && name == "yield") is_operator = has_generator_;  // else it is a variable
  const bool is_function = !is_member_ && name == "function", is_async = !is_member_ && name == "async";
  // "export default function" is a statement.
  const bool begins_value = is_value_ && !is_default_;
  if (is_function) is_function_ = begins_value;
  is_class_ = is_class_ || (!is_member_ && name == "class" && begins_value);
  is_body_ = false;
  was_function_ = is_function || is_async || name == "static";
  is_default_ = (is_operator && name == "default") || (is_default_ && is_async);
  is_head_ = is_short && !is_member_ && is_one_of(name, kHeads);
  regexp_may_follow_ = is_operator;
  is_value_ = (is_operator && name != "else" && name != "do") || (is_async && begins_value);
  was_name_ = !is_operator;
  is_member_ = false;
}

Token Lexer::number() {
  std::uint32_t end = at_;
  const auto size = static_cast<std::uint32_t>(text_.size());
  const bool is_hex = text_.substr(at_, 2) == "0x" || text_.substr(at_, 2) == "0X";
  while (end < size) {
    const char c = text_[end];
    const Class is = class_of(c);
    const bool is_sign = (c == '+' || c == '-') && !is_hex && end > at_ && (text_[end - 1] | 0x20) == 'e';
    if (is == digit || c == '.' || is_sign || (is == letter && c != '\\' && c != '$')) ++end;
    else break;
  }
  after_value();
  return make(TokenKind::number, end);
}

Token Lexer::string(char quote) {
  const std::uint32_t stop = limit();
  const bool is_single = quote == '\'';
  std::uint32_t& fails_until = is_single ? no_single_until_ : no_double_until_;
  std::uint32_t end = at_ + 1;
  while (at_ >= fails_until) {
    end = find(text_, end, stop, is_single ? kSingle : kDouble);
    if (end < stop && text_[end] == quote) {
      after_value();
      return make(TokenKind::string, end + 1);
    }
    if (end >= stop || text_[end] != '\\') {
      fails_until = end;  // what else begins in this line is not looked for again: that would be quadratic
      break;
    }
    // A line may go on behind a backslash, also where its end has two bytes.
    end += text_.substr(end + 1, 2) == "\r\n" ? 3 : 2;
  }
  ++oddities_.unfinished;
  after_value();
  return make(TokenKind::unfinished, at_ + 1);
}

// From a backtick, or from the brace that ends what was put in.
Token Lexer::chunk() {
  const std::uint32_t stop = limit();
  if (text_[at_] == '}') open_.pop_back();
  std::uint32_t end = at_ + 1;
  while (at_ >= no_template_until_) {
    end = find(text_, end, stop, kTemplate);
    if (end >= stop) {
      no_template_until_ = stop;
      break;
    }
    if (text_[end] == '`') {
      after_value();
      return make(TokenKind::chunk, end + 1);
    }
    if (text_[end] == '\\') {
      end += 2;
    } else if (text_.substr(end, 2) == "${") {
      open_.push_back(Bracket::template_hole);
      before_value();
      return make(TokenKind::chunk, end + 2);
    } else {
      ++end;
    }
  }
  ++oddities_.unfinished;
  before_value();
  return make(TokenKind::unfinished, at_ + 1);
}

Token Lexer::slash() {
  // "</a>": nobody compares with an expression between slashes, and JSX ends its elements so.
  const bool is_tag = at_ > 0 && text_[at_ - 1] == '<';
  if (!regexp_may_follow_ || is_tag) return punctuator('/');
  const std::uint32_t end = at_ >= no_regexp_until_ ? end_of_regexp() : 0;
  if (end != 0) {
    after_value();
    return make(TokenKind::regexp, end);
  }
  ++oddities_.unfinished;
  before_value();
  return make(TokenKind::unfinished, at_ + 1);
}

// 0: the line ends before it.
std::uint32_t Lexer::end_of_regexp() {
  const std::uint32_t stop = limit();
  bool in_class = false;
  std::uint32_t end = at_ + 1;
  for (; end < stop && class_of(text_[end]) != newline; ++end) {
    const char c = text_[end];
    if (c == '\\') {
      if (end + 1 < stop && class_of(text_[end + 1]) != newline) ++end;
    } else if (c == '[') {
      in_class = true;
    } else if (c == ']') {
      in_class = false;
    } else if (c == '/' && !in_class) {
      ++end;
      while (end < stop && (class_of(text_[end]) == letter || class_of(text_[end]) == digit)) ++end;
      return end;
    }
  }
  no_regexp_until_ = end;
  return 0;
}

void Lexer::after_value() {
  regexp_may_follow_ = is_head_ = is_value_ = is_member_ = was_name_ = false;
  forget_functions();
}

void Lexer::before_value() {
  regexp_may_follow_ = is_value_ = true;
  is_head_ = is_member_ = was_name_ = false;
  forget_functions();
}

void Lexer::forget_functions() { is_default_ = is_function_ = is_class_ = is_body_ = was_function_ = false; }

Lexer::Bracket Lexer::bracket_of(char c) const {
  if (c == '[') return Bracket::index;
  if (c == '(') return is_head_ ? Bracket::head : is_function_ ? Bracket::parameters : Bracket::group;
  if (is_body_ || is_class_) return Bracket::body;
  return is_value_ ? Bracket::object : Bracket::block;
}

void Lexer::open(char c) {
  const Bracket is = bracket_of(c);
  open_.push_back(is);
  regexp_may_follow_ = true;
  is_value_ = is != Bracket::block && is != Bracket::body;
  forget_functions();
}

void Lexer::close() {
  const Bracket was = open_.empty() ? Bracket::block : open_.back();
  if (!open_.empty()) open_.pop_back();
  regexp_may_follow_ = was == Bracket::head || was == Bracket::block;
  forget_functions();
  is_body_ = was == Bracket::parameters;
  is_value_ = false;  // what follows is a statement, or the body of a function
}

Token Lexer::punctuator(char c) {
  std::uint32_t bytes = 1;
  const std::string_view two = text_.substr(at_, 2);
  const bool was_value = !regexp_may_follow_;
  const bool was_object = !open_.empty() && open_.back() != Bracket::block && open_.back() != Bracket::body;
  bool is_dot = false;
  // function* f() {}, async *f() {}, {*f() {}}
  if (c == '*' && (was_function_ || regexp_may_follow_)) has_generator_ = true;
  if (!is_bracket(c) && c != '.') {
    const bool is_function = is_function_ && c == '*';
    forget_functions();
    is_function_ = is_function;
  }
  switch (c) {
    case '(':
    case '[':
    case '{': open(c); break;
    case ')':
    case ']':
    case '}': close(); break;
    case '.':
      is_dot = true;
      regexp_may_follow_ = is_value_ = true;
      break;
    case '?':
      // "a?.5:b" asks, and does not look into a.
      if (two == "?." && (at_ + 2 >= text_.size() || class_of(text_[at_ + 2]) != digit)) {
        bytes = 2;
        is_dot = true;
      }
      regexp_may_follow_ = is_value_ = true;
      break;
    case ';':
      regexp_may_follow_ = true;
      is_value_ = false;
      break;
    case ':':  // of a label or case a statement follows, else a value
      regexp_may_follow_ = true;
      is_value_ = was_object;
      break;
    case '=':
      regexp_may_follow_ = true;
      is_value_ = two != "=>";  // behind an arrow a brace is the body
      if (two == "=>") bytes = 2;
      break;
    case '+':
    case '-':
      regexp_may_follow_ = true;
      is_value_ = true;
      if (two == "++" || two == "--") {
        bytes = 2;
        regexp_may_follow_ = !was_value || newline_;  // behind a value of the same line it belongs to that
      }
      break;
    default: regexp_may_follow_ = is_value_ = true; break;
  }
  is_head_ = was_name_ = false;
  is_member_ = is_dot;
  return make(TokenKind::punctuator, at_ + bytes);
}

}  // namespace cordon::javascript
