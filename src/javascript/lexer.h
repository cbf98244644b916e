// JavaScript as tokens, in one pass over hostile text: ECMA-262 (2026), clause 12, with what TypeScript and JSX add
// left to whoever reads the tokens.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace cordon::javascript {

enum class TokenKind : std::uint8_t {
  end,         // of the text; empty
  name,        // identifiers, keywords and private names (#x), escapes as written
  number,      // also of BigInts
  string,      // with its quotes
  chunk,       // a piece of a template between its delimiters: `…`, `…${, }…${, }…`
  regexp,      // with slashes and flags
  punctuator,  // one byte, or =>, ++, --, ?.
  unfinished,  // a quote, slash or backtick that begins nothing that ends
};

struct Token {
  TokenKind kind = TokenKind::end;
  bool after_newline = false;        // a line ends between the token before and this one
  std::uint32_t begin = 0, end = 0;  // offsets of bytes
};

// What there is of text that people do not write so, or that not everybody sees.
struct Oddities {
  std::uint32_t html_comments = 0;       // <!-- and -->: comments in scripts, operators in modules
  std::uint32_t unfinished = 0;          // strings, templates, comments and expressions that do not end
  std::uint32_t separator_comments = 0;  // // comments that U+2028 or U+2029 ends, which editors show as one line
};

// Gives the tokens one after the other, linear in the text and in its depth. Never fails: what is none of the language
// becomes punctuators and unfinished tokens, and the next line is read as if nothing had been. Where two readings are
// possible (slash, brace, HTML-like comment) the one is taken that hides less: an expression between slashes, a string
// and a comment like HTML's end at the latest with their line.
class Lexer {
 public:
  static constexpr std::uint32_t kMostBytes = 1u << 31;  // of a text; what is behind is not read

  // The text must outlive the lexer and its tokens.
  explicit Lexer(std::string_view text);

  // The next token that is no comment; `end` again and again once there is none.
  Token next();

  std::string_view text_of(const Token& token) const {
    return text_.substr(token.begin, static_cast<std::size_t>(token.end - token.begin));
  }
  const Oddities& oddities() const { return oddities_; }

 private:
  // What an open bracket is, so that what may follow its end is known.
  enum class Bracket : std::uint8_t {
    group,
    head,
    block,
    object,
    template_hole,
    index,
    parameters,  // of a function that is a value
    body         // of a function or class that is a value
  };

  void skip_blank();
  void skip_line_comment();
  void skip_block_comment();
  std::uint32_t limit() const;
  Token make(TokenKind kind, std::uint32_t end);
  Token name();
  Token number();
  Token string(char quote);
  Token chunk();
  Token slash();
  std::uint32_t end_of_regexp();
  void after_value();
  void before_value();
  void forget_functions();
  Token punctuator(char c);
  Bracket bracket_of(char c) const;
  void open(char c);
  void close();
  void look_at_name(std::string_view name);

  std::string_view text_;
  std::uint32_t at_ = 0;
  std::uint32_t html_line_end_ = 0;  // until here everything ends with the line
  // Where the search for an end failed, and would fail again.
  std::uint32_t no_single_until_ = 0, no_double_until_ = 0, no_regexp_until_ = 0, no_template_until_ = 0;
  bool newline_ = true;
  bool regexp_may_follow_ = true;
  bool is_head_ = false;        // the name before is one whose brackets are followed by a statement: if (…)
  bool is_value_ = false;       // a brace that opens here is an object
  bool is_member_ = false;      // the token before is a dot: names are no keywords
  bool was_name_ = false;       // the token before is a name that is no operator
  bool is_default_ = false;     // the token before is "default"
  bool is_function_ = false;    // behind "function" where a value is: parameters follow
  bool is_class_ = false;       // behind "class" where a value is: its body follows
  bool is_body_ = false;        // a brace that opens here is that of a function that is a value
  bool was_function_ = false;   // the token before is "function", "async" or "static"
  bool has_generator_ = false;  // a generator began: yield is an operator
  std::vector<Bracket> open_;
  Oddities oddities_;
};

}  // namespace cordon::javascript
