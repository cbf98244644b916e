#include "base/json_write.h"

#include "base/json.h"
#include "base/text.h"
#include "base/utf8.h"

namespace cordon::json {

void append_quoted(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const auto c = static_cast<unsigned char>(*at);
    if (c >= 0x20 && c < 0x7F) {
      if (c == '"' || c == '\\') out += '\\';
      out += static_cast<char>(c);
      ++at;
      continue;
    }
    const std::size_t length = utf8::sequence_length(at, end);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      ++at;
      continue;
    }
    const std::uint32_t code = utf8::decode(at, length);
    if (code == '\n') out += "\\n";
    else if (code == '\t') out += "\\t";
    else if (code == '\r') out += "\\r";
    else if (text::is_hidden(code) && code < 0x10000) {
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += kHex[code >> shift & 15];
    } else if (text::is_hidden(code)) {
      const std::uint32_t high = 0xD800 + ((code - 0x10000) >> 10), low = 0xDC00 + ((code - 0x10000) & 0x3FF);
      for (const std::uint32_t unit : {high, low}) {
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) out += kHex[unit >> shift & 15];
      }
    } else {
      out.append(at, length);
    }
    at += length;
  }
  out += '"';
}

void Writer::new_line() {
  if (indent_ == 0) return;
  out_ += '\n';
  out_.append(levels_.size() * static_cast<std::size_t>(indent_), ' ');
}

void Writer::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  if (!levels_.back().empty) out_ += ',';
  levels_.back().empty = false;
  new_line();
}

void Writer::close(char bracket) {
  const bool empty = levels_.back().empty;
  levels_.pop_back();
  if (!empty) new_line();
  out_ += bracket;
}

Writer& Writer::begin_object() {
  before_value();
  out_ += '{';
  levels_.push_back({true, true});
  return *this;
}
Writer& Writer::end_object() {
  close('}');
  return *this;
}
Writer& Writer::begin_array() {
  before_value();
  out_ += '[';
  levels_.push_back({false, true});
  return *this;
}
Writer& Writer::end_array() {
  close(']');
  return *this;
}

Writer& Writer::key(std::string_view name) {
  if (!levels_.back().empty) out_ += ',';
  levels_.back().empty = false;
  new_line();
  append_quoted(out_, name);
  out_ += indent_ == 0 ? ":" : ": ";
  after_key_ = true;
  return *this;
}

Writer& Writer::string(std::string_view text) {
  before_value();
  append_quoted(out_, text);
  return *this;
}
Writer& Writer::integer(std::int64_t number) {
  before_value();
  out_ += std::to_string(number);
  return *this;
}
Writer& Writer::unsigned_integer(std::uint64_t number) {
  before_value();
  out_ += std::to_string(number);
  return *this;
}
Writer& Writer::boolean(bool value) {
  before_value();
  out_ += value ? "true" : "false";
  return *this;
}
Writer& Writer::null() {
  before_value();
  out_ += "null";
  return *this;
}

}  // namespace cordon::json
