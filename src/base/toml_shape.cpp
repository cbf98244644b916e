#include "base/toml_shape.h"

#include <algorithm>
#include <vector>

namespace cordon::toml {
namespace {

// toml++ compares every header and every dotted key with a list of the tables seen before: the product is the cost.
// The largest known lockfiles have about 10,000 headers.
constexpr std::uint32_t kHeaders = 50'000;
constexpr std::uint32_t kDottedKeys = 50'000;

class Lexer {
 public:
  Lexer(std::string_view text, const Limits& limits) : text_(text), limits_(limits) {}

  Result<Shape> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      switch (c) {
        case '\n':
          ++line_;
          ++at_;
          if (open_.empty()) start_line();
          continue;
        case '#': at_ = std::min(text_.find('\n', at_), text_.size()); continue;
        case '"':
        case '\'': string(c); break;
        case '[':
        case '{': TRY(open(c)); continue;
        case ']':
        case '}': close(); continue;
        case ',': TRY(comma()); continue;
        case '.': TRY(dot()); continue;
        case '=':
          ++at_;
          key_ = false;
          TRY(count(values_, limits_.entries, "too many values"));
          continue;
        case ' ':
        case '\t':
        case '\r': ++at_; continue;
        default: ++at_;
      }
      line_started_ = true;
    }
    return Shape{inside_string_ || header_brackets_ > 0 || !open_.empty()};
  }

 private:
  // An open bracket of a value, and what the key before it added to the depth.
  struct Open {
    bool table;
    std::uint32_t dots;
  };

  void start_line() {
    key_ = true;
    dots_ = 0;
    line_started_ = false;
    header_line_ = false;
    header_brackets_ = 0;
  }

  Result<void> count(std::uint32_t& counter, std::uint32_t limit, const char* message) const {
    if (++counter > limit) return fail(ErrorCode::too_many, message, line_);
    return {};
  }

  Result<void> check_depth() const {
    if (header_ + outer_ + dots_ + open_.size() > limits_.depth)
      return fail(ErrorCode::too_deep, "nested too deeply", line_);
    return {};
  }

  Result<void> open(char c) {
    ++at_;
    if (open_.empty() && key_ && c == '[' && (!line_started_ || header_line_)) {
      line_started_ = header_line_ = true;
      header_ = 1;
      ++header_brackets_;
      return count(headers_, kHeaders * 2, "too many tables");  // [[x]] counts twice
    }
    open_.push_back({c == '{', dots_});
    outer_ += dots_;
    dots_ = 0;
    key_ = c == '{';
    return check_depth();
  }

  void close() {
    ++at_;
    if (open_.empty()) {
      if (header_brackets_ > 0) --header_brackets_;
      return;
    }
    dots_ = open_.back().dots;
    outer_ -= dots_;
    open_.pop_back();
    key_ = false;
  }

  Result<void> comma() {
    ++at_;
    if (open_.empty()) return {};
    dots_ = 0;
    key_ = open_.back().table;
    return count(values_, limits_.entries, "too many values");
  }

  Result<void> dot() {
    ++at_;
    if (!key_) return {};
    if (header_line_ && open_.empty()) {
      ++header_;
    } else {
      ++dots_;
      TRY(count(dotted_, kDottedKeys, "too many dotted keys"));
    }
    return check_depth();
  }

  // Skips a string. A single-line string that its line does not close is a syntax error, which the library reports.
  void string(char quote) {
    const std::string_view rest = text_.substr(at_);
    const bool multi_line = rest.size() >= 3 && rest[1] == quote && rest[2] == quote;
    at_ += multi_line ? 3 : 1;
    std::size_t run = 0;  // quotes in a row
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n' && !multi_line) return;
      if (c == quote) {
        if (++run < (multi_line ? 3U : 1U)) continue;
        ++at_;
        // Up to two quotes may stand just before the closing three.
        for (int extra = 0; multi_line && extra < 2 && at_ < text_.size() && text_[at_] == quote; ++extra) ++at_;
        return;
      }
      run = 0;
      if (c == '\\' && quote == '"' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
      if (c == '\n') ++line_;
    }
    inside_string_ = true;
  }

  std::string_view text_;
  const Limits& limits_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  bool key_ = true;  // before the '=' of a pair
  bool line_started_ = false;
  bool header_line_ = false;
  bool inside_string_ = false;
  std::uint32_t header_ = 0;           // segments of the current [header]
  std::uint32_t header_brackets_ = 0;  // of the header on this line, still open
  std::uint32_t dots_ = 0;             // of the current key
  std::uint32_t outer_ = 0;            // of the keys around the open brackets
  std::uint32_t values_ = 0;
  std::uint32_t headers_ = 0;
  std::uint32_t dotted_ = 0;
  std::vector<Open> open_;
};

}  // namespace

Result<Shape> measure(std::string_view text, const Limits& limits) { return Lexer(text, limits).run(); }

}  // namespace cordon::toml
