// The JSON grammar as a stream of events, for json::parse and for readers that need no tree.
//
// A Handler has: begin_object(offset), end_object(), begin_array(offset), end_array(), key(text, offset, stable),
// string(text, offset, stable), number(text, offset), boolean(text, offset), null(text, offset). `stable` says that the
// text is a view into the source and not into a buffer that the next string reuses. Numbers come as written.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/utf8.h"

namespace cordon::json {

template <class Handler>
class EventReader {
 public:
  EventReader(std::string_view source, const Options& options, Handler& handler)
      : source_(source), begin_(source.data()), at_(begin_), end_(begin_ + source.size()), options_(options),
        handler_(handler) {}

  // Reads exactly one value and nothing after it.
  Result<void> read() {
    skip_byte_order_mark();
    if (!space()) return std::unexpected(std::move(error_));
    if (at_ == end_) return error(ErrorCode::truncated, "the file is empty");
    if (!document() || !space()) return std::unexpected(std::move(error_));
    if (at_ != end_) return error(ErrorCode::syntax, "text after the end of the JSON value");
    return {};
  }

 private:
  enum class Expect : std::uint8_t { value, value_or_end, key, key_or_end, comma_or_end };

  bool document() {
    Expect expect = Expect::value;
    for (;;) {
      if (!space()) return false;
      if (at_ == end_) return set_error(ErrorCode::truncated, "the text ends inside a JSON value");
      const char c = *at_;
      switch (expect) {
        case Expect::value_or_end:
          if (c == ']') {
            ++at_;
            if (close_array()) return true;
            expect = Expect::comma_or_end;
            continue;
          }
          [[fallthrough]];
        case Expect::value: {
          if (++entries_ > options_.limits.entries) return set_error(ErrorCode::too_many, "too many values");
          if (c == '{' || c == '[') {
            if (stack_.size() >= options_.limits.depth) return set_error(ErrorCode::too_deep, "nested too deeply");
            stack_.push_back(c);
            if (c == '{') handler_.begin_object(offset());
            else handler_.begin_array(offset());
            ++at_;
            expect = c == '{' ? Expect::key_or_end : Expect::value_or_end;
            continue;
          }
          if (!scalar(c)) return false;
          if (stack_.empty()) return true;
          expect = Expect::comma_or_end;
          continue;
        }
        case Expect::key_or_end:
          if (c == '}') {
            ++at_;
            if (close_object()) return true;
            expect = Expect::comma_or_end;
            continue;
          }
          [[fallthrough]];
        case Expect::key: {
          if (c != '"') return set_error(ErrorCode::syntax, "expected a key in double quotes");
          if (++entries_ > options_.limits.entries) return set_error(ErrorCode::too_many, "too many values");
          const std::uint32_t place = offset();
          std::string_view text;
          bool stable = true;
          if (!quoted(text, stable)) return false;
          handler_.key(text, place, stable);
          if (!space()) return false;
          if (at_ == end_) return set_error(ErrorCode::truncated, "the text ends inside a JSON value");
          if (*at_ != ':') return set_error(ErrorCode::syntax, "expected ':' after the key");
          ++at_;
          expect = Expect::value;
          continue;
        }
        case Expect::comma_or_end: {
          const bool object = stack_.back() == '{';
          if (c == ',') {
            ++at_;
            expect = object ? (options_.comments ? Expect::key_or_end : Expect::key)
                            : (options_.comments ? Expect::value_or_end : Expect::value);
            continue;
          }
          if (c != (object ? '}' : ']'))
            return set_error(ErrorCode::syntax, object ? "expected ',' or '}'" : "expected ',' or ']'");
          ++at_;
          if (object ? close_object() : close_array()) return true;
          continue;
        }
      }
    }
  }

  bool close_object() {
    handler_.end_object();
    stack_.pop_back();
    return stack_.empty();
  }
  bool close_array() {
    handler_.end_array();
    stack_.pop_back();
    return stack_.empty();
  }

  bool scalar(char c) {
    const std::uint32_t place = offset();
    if (c == '"') {
      std::string_view text;
      bool stable = true;
      if (!quoted(text, stable)) return false;
      handler_.string(text, place, stable);
      return true;
    }
    if (c == '-' || (c >= '0' && c <= '9')) return number(place);
    if (word("true") || word("false")) {
      handler_.boolean({begin_ + place, offset() - place}, place);
      return true;
    }
    if (word("null")) {
      handler_.null({begin_ + place, offset() - place}, place);
      return true;
    }
    const std::string_view rest(at_, static_cast<std::size_t>(end_ - at_));
    for (const std::string_view literal : {"true", "false", "null"})
      if (literal.starts_with(rest)) return set_error(ErrorCode::truncated, "the text ends inside a JSON value");
    return set_error(ErrorCode::syntax, "expected a value");
  }

  bool word(std::string_view text) {
    if (static_cast<std::size_t>(end_ - at_) < text.size() || std::memcmp(at_, text.data(), text.size()) != 0)
      return false;
    at_ += text.size();
    return true;
  }

  bool digits() {
    if (at_ == end_ || *at_ < '0' || *at_ > '9') return false;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
    return true;
  }

  bool malformed_number() {
    return at_ == end_ ? set_error(ErrorCode::truncated, "the text ends inside a number")
                       : set_error(ErrorCode::syntax, "malformed number");
  }

  bool number(std::uint32_t place) {
    if (*at_ == '-') ++at_;
    if (at_ != end_ && *at_ == '0') ++at_;
    else if (!digits()) return malformed_number();
    if (at_ != end_ && *at_ == '.') {
      ++at_;
      if (!digits()) return malformed_number();
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
      ++at_;
      if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      if (!digits()) return malformed_number();
    }
    handler_.number({begin_ + place, offset() - place}, place);
    return true;
  }

  // Number of leading bytes, of the eight in the word, that a string may hold as they are and that are ASCII: up to the
  // first quote, backslash, control character or non-ASCII byte. The words are little-endian.
  static unsigned ordinary_bytes(std::uint64_t word) {
    constexpr std::uint64_t kOnes = 0x0101010101010101ull, kHigh = 0x8080808080808080ull;
    const auto zero_bytes = [](std::uint64_t x) { return (x - kOnes) & ~x; };  // exact up to the first one found
    const std::uint64_t special =
        (word - kOnes * 0x20) | zero_bytes(word ^ (kOnes * '"')) | zero_bytes(word ^ (kOnes * '\\')) | word;
    return static_cast<unsigned>(std::countr_zero(special & kHigh)) / 8;
  }

  void skip_ordinary() {
    static_assert(std::endian::native == std::endian::little);
    while (end_ - at_ >= 8) {
      std::uint64_t word;
      std::memcpy(&word, at_, 8);
      const unsigned ordinary = ordinary_bytes(word);
      at_ += ordinary;
      if (ordinary != 8) return;
    }
  }

  bool quoted(std::string_view& text, bool& stable) {
    const char* const start = ++at_;
    const char* run = start;  // start of the bytes not yet copied to the buffer
    stable = true;
    for (;;) {
      skip_ordinary();
      if (at_ == end_) return set_error(ErrorCode::truncated, "the text ends inside a string");
      const auto c = static_cast<unsigned char>(*at_);
      if (c == '"') break;
      if (c == '\\') {
        if (stable) buffer_.clear();
        stable = false;
        buffer_.append(run, at_);
        if (!escape()) return false;
        run = at_;
      } else if (c < 0x20) {
        return set_error(ErrorCode::syntax, "control character inside a string");
      } else if (c >= 0x80) {
        const std::size_t length = utf8::sequence_length(at_, end_);
        if (length == 0) return malformed_utf8();
        at_ += length;
      } else {
        ++at_;
      }
    }
    if (stable) {
      text = {start, static_cast<std::size_t>(at_ - start)};
    } else {
      buffer_.append(run, at_);
      text = buffer_;
    }
    ++at_;
    if (text.size() > options_.limits.string_bytes) return set_error(ErrorCode::too_large, "string too long");
    return true;
  }

  bool malformed_utf8() {
    const auto lead = static_cast<unsigned char>(*at_);
    const int length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    bool follows = true;
    for (const char* at = at_ + 1; at < end_ && at < at_ + length; ++at)
      follows = follows && (static_cast<unsigned char>(*at) & 0xC0) == 0x80;
    return follows && length > end_ - at_ ? set_error(ErrorCode::truncated, "the text ends inside a character")
                                          : set_error(ErrorCode::invalid_utf8, "invalid UTF-8");
  }

  bool hex4(std::uint32_t& code) {
    if (end_ - at_ < 4) return set_error(ErrorCode::truncated, "the text ends inside an escape");
    code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = *at_;
      std::uint32_t digit;
      if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
      else if (c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a' + 10);
      else if (c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A' + 10);
      else return set_error(ErrorCode::syntax, "malformed \\u escape");
      code = code << 4 | digit;
    }
    return true;
  }

  bool escape() {
    ++at_;
    if (at_ == end_) return set_error(ErrorCode::truncated, "the text ends inside an escape");
    switch (const char c = *at_++) {
      case '"':
      case '\\':
      case '/': buffer_ += c; return true;
      case 'b': buffer_ += '\b'; return true;
      case 'f': buffer_ += '\f'; return true;
      case 'n': buffer_ += '\n'; return true;
      case 'r': buffer_ += '\r'; return true;
      case 't': buffer_ += '\t'; return true;
      case 'u': {
        std::uint32_t code = 0;
        if (!hex4(code)) return false;
        if (code >= 0xD800 && code < 0xDC00 && end_ - at_ >= 6 && at_[0] == '\\' && at_[1] == 'u') {
          const char* const back = at_;
          at_ += 2;
          std::uint32_t low = 0;
          if (!hex4(low)) return false;
          if (low >= 0xDC00 && low < 0xE000) code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
          else at_ = back;
        }
        if (code >= 0xD800 && code < 0xE000) code = 0xFFFD;  // JavaScript keeps lone surrogates; UTF-8 cannot
        utf8::append(buffer_, code);
        return true;
      }
      default: --at_; return set_error(ErrorCode::syntax, "unknown escape in a string");
    }
  }

  void skip_byte_order_mark() {
    if (source_.starts_with("\xEF\xBB\xBF")) at_ += 3;
  }

  bool space() {
    for (;;) {
      skip_white();
      if (!options_.comments || at_ == end_ || *at_ != '/') return true;
      if (!comment()) return false;
    }
  }

  // A handler that keeps line numbers has line_start(offset): outside comments every newline passes here, which saves
  // a pass over the text.
  void line_ended() {
    if constexpr (requires { handler_.line_start(std::uint32_t{}); }) handler_.line_start(offset());
  }

  void skip_white() {
    while (at_ != end_) {
      switch (*at_) {
        case '\n':
          ++at_;
          line_ended();
          skip_indentation();
          break;
        case ' ':
        case '\r':
        case '\t': ++at_; break;
        default: return;
      }
    }
  }

  void skip_indentation() {
    constexpr std::uint64_t kSpaces = 0x2020202020202020ull;
    while (end_ - at_ >= 8) {
      std::uint64_t word;
      std::memcpy(&word, at_, 8);
      const unsigned spaces = static_cast<unsigned>(std::countr_zero(word ^ kSpaces)) / 8;
      at_ += spaces;
      if (spaces != 8) return;
    }
  }

  bool comment() {
    if (end_ - at_ >= 2 && at_[1] == '/') {
      while (at_ != end_ && *at_ != '\n') ++at_;
      return true;
    }
    if (end_ - at_ >= 2 && at_[1] == '*') {
      const std::size_t close = source_.find("*/", static_cast<std::size_t>(at_ - begin_) + 2);
      if (close == std::string_view::npos) return set_error(ErrorCode::truncated, "the text ends inside a comment");
      while (at_ != begin_ + close + 2)
        if (*at_++ == '\n') line_ended();
      return true;
    }
    return set_error(ErrorCode::syntax, "expected a value");
  }

  std::uint32_t offset() const { return static_cast<std::uint32_t>(at_ - begin_); }

  bool set_error(ErrorCode code, const char* message) {
    std::uint32_t line = 1;
    const char* line_start = begin_;
    for (const char* p = begin_; p < at_ && p < end_; ++p)
      if (*p == '\n') {
        ++line;
        line_start = p + 1;
      }
    error_ = Error{code, message, line, static_cast<std::uint32_t>(at_ - line_start) + 1, {}};
    return false;
  }

  std::unexpected<Error> error(ErrorCode code, const char* message) {
    set_error(code, message);
    return std::unexpected(std::move(error_));
  }

  std::string_view source_;
  const char* begin_;
  const char* at_;
  const char* end_;
  const Options& options_;
  Handler& handler_;
  std::vector<char> stack_;
  std::string buffer_;
  std::uint32_t entries_ = 0;
  Error error_;
};

}  // namespace cordon::json
