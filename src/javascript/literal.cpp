#include "javascript/literal.h"

#include <cstdint>
#include <optional>

namespace cordon::javascript {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_utf8(std::uint32_t point, std::string& out) {
  if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) point = 0xFFFD;
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((point >> shift) & 0x3F)); };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    tail(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | (point >> 12));
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xF0 | (point >> 18));
    tail(12), tail(6), tail(0);
  }
}

class Decoder {
 public:
  explicit Decoder(std::string_view text) : text_(text) {}

  std::string run() {
    std::string out;
    out.reserve(text_.size());
    while (at_ < text_.size()) {
      const std::size_t stop = std::min(text_.find('\\', at_), text_.size());
      out.append(text_, at_, stop - at_);
      at_ = stop;
      if (at_ < text_.size()) escape(out);
    }
    return out;
  }

 private:
  // At a backslash.
  void escape(std::string& out) {
    if (++at_ == text_.size()) return;
    const char c = text_[at_++];
    switch (c) {
      case 'n': out += '\n'; return;
      case 't': out += '\t'; return;
      case 'r': out += '\r'; return;
      case 'b': out += '\b'; return;
      case 'v': out += '\v'; return;
      case 'f': out += '\f'; return;
      case '\n': return;  // the line goes on
      case '\r':
        if (at_ < text_.size() && text_[at_] == '\n') ++at_;
        return;
      case 'x':
        if (const auto value = digits(2)) append_utf8(*value, out);
        else out += c;
        return;
      case 'u':
        if (const auto point = code_point()) append_utf8(*point, out);
        else out += c;
        return;
      default: break;
    }
    if (c >= '0' && c <= '7') append_utf8(octal(c), out);
    else if (text_.substr(at_ - 1, 3) == "\xE2\x80\xA8" || text_.substr(at_ - 1, 3) == "\xE2\x80\xA9") at_ += 2;
    else out += c;
  }

  // Exactly so many hexadecimal digits; nothing is taken where there are fewer.
  std::optional<std::uint32_t> digits(std::size_t count) {
    if (text_.size() - at_ < count) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const int digit = hex_digit(text_[at_ + i]);
      if (digit < 0) return std::nullopt;
      value = value * 16 + static_cast<std::uint32_t>(digit);
    }
    at_ += count;
    return value;
  }

  // Behind "\u": four digits, two times four for a pair of surrogates, or any number in braces.
  std::optional<std::uint32_t> code_point() {
    if (at_ < text_.size() && text_[at_] == '{') return braced();
    const auto first = digits(4);
    if (!first || *first < 0xD800 || *first > 0xDBFF || text_.substr(at_, 2) != "\\u") return first;
    const std::size_t back = at_;
    at_ += 2;
    const auto second = digits(4);
    if (second && *second >= 0xDC00 && *second <= 0xDFFF)
      return 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00);
    at_ = back;
    return first;
  }

  std::optional<std::uint32_t> braced() {
    std::uint32_t value = 0;
    std::size_t at = at_ + 1;
    for (; at < text_.size() && text_[at] != '}'; ++at) {
      const int digit = hex_digit(text_[at]);
      if (digit < 0) return std::nullopt;
      value = std::min<std::uint32_t>(value * 16 + static_cast<std::uint32_t>(digit), 0x110000);
    }
    if (at >= text_.size() || at == at_ + 1) return std::nullopt;
    at_ = at + 1;
    return value;
  }

  // Up to three digits, up to 0377 (Annex B.1.2).
  std::uint32_t octal(char first) {
    auto value = static_cast<std::uint32_t>(first - '0');
    const std::size_t most = first <= '3' ? 2 : 1;
    for (std::size_t i = 0; i < most && at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '7'; ++i)
      value = value * 8 + static_cast<std::uint32_t>(text_[at_++] - '0');
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// Without quotes, backticks, "${" and the brace that begins what follows what was put in.
std::string_view inside(TokenKind kind, std::string_view text) {
  if (kind == TokenKind::string && text.size() >= 2) return text.substr(1, text.size() - 2);
  if (kind != TokenKind::chunk || text.size() < 2) return text;
  text.remove_prefix(1);
  text.remove_suffix(text.ends_with("${") ? 2 : 1);
  return text;
}

}  // namespace

std::string value_of(TokenKind kind, std::string_view text) { return Decoder(inside(kind, text)).run(); }

}  // namespace cordon::javascript
