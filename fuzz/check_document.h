// What must hold for every document that a reader of base accepts, whatever the bytes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <string>
#include <string_view>

#include "base/document.h"
#include "base/json.h"
#include "base/json_write.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"

namespace cordon::fuzz {

inline void expect(bool property, std::source_location place = std::source_location::current()) {
  if (property) return;
  std::fprintf(stderr, "%s:%u: does not hold\n", place.file_name(), static_cast<unsigned>(place.line()));
  std::abort();
}

// What is said of a file may hold the file's own text only in its visible form: one line, nothing hidden.
inline bool is_visible(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8::sequence_length(text.data() + at, text.data() + text.size());
    if (length == 0 || text::is_hidden(utf8::decode(text.data() + at, length))) return false;
    at += length;
  }
  return true;
}

// An error says where it stands, unless it is about the whole text; its place lies inside the text.
inline void check_error(const Error& error, std::string_view source) {
  const bool whole = error.code == ErrorCode::too_large || error.code == ErrorCode::too_many;
  expect(error.line != 0 || whole);
  expect(error.line <= static_cast<std::uint64_t>(std::ranges::count(source, '\n')) + 1);
  expect(error.column <= source.size() + 1);
  expect(error.code != ErrorCode::internal && error.code != ErrorCode::system);
  expect(!error.message.empty() && is_visible(error.message));
}

// Nesting never exceeds the limit, sizes agree with what iteration gives, texts are UTF-8, places lie in the source,
// and the shadowed members are exactly the listed duplicates. Returns the number of shadowed members.
inline std::size_t check_value(const Value& value, const Document& document, std::uint32_t depth,
                               const Limits& limits) {
  expect(value.offset() <= document.source().size());
  expect(value.line() == (value.exists() ? document.line_of(value.offset()) : 0));  // an empty stream has no root
  expect(utf8::find_invalid(value.text()) == std::string_view::npos);
  std::size_t shadowed = 0, count = 0;
  if (value.is_object() || value.is_array()) expect(depth < limits.depth);
  for (const auto& member : value.all_members()) {
    expect(utf8::find_invalid(member.key) == std::string_view::npos);
    expect(member.name.text() == member.key);
    if (member.shadowed) {
      ++shadowed;
    } else {
      ++count;
    }
    shadowed += check_value(member.value, document, depth + 1, limits);
  }
  for (const Value element : value.elements()) {
    ++count;
    shadowed += check_value(element, document, depth + 1, limits);
  }
  expect(value.size() == count);
  return shadowed;
}

inline void check_lines(const Document& document) {
  const std::string_view source = document.source();
  std::uint32_t line = 1;
  for (std::uint32_t offset = 0; offset <= source.size(); ++offset) {
    expect(document.line_of(offset) == line);
    if (offset < source.size() && source[offset] == '\n') ++line;
  }
}

inline void check_document(const Document& document, const Limits& limits, bool duplicates_once = true) {
  check_lines(document);
  const std::size_t shadowed = check_value(document.root(), document, 0, limits);
  if (duplicates_once) expect(shadowed == document.duplicates().size());
}

inline void write(json::Writer& writer, const Value& value) {
  switch (value.kind()) {
    case ValueKind::object:
      writer.begin_object();
      for (const auto& member : value.all_members()) write(writer.key(member.key), member.value);
      writer.end_object();
      break;
    case ValueKind::array:
      writer.begin_array();
      for (const Value element : value.elements()) write(writer, element);
      writer.end_array();
      break;
    case ValueKind::boolean: writer.boolean(value.is_true()); break;
    case ValueKind::null:
    case ValueKind::absent: writer.null(); break;
    case ValueKind::number:
    case ValueKind::string: writer.string(value.text()); break;
  }
}

inline std::string written(const Value& value) {
  std::string out;
  json::Writer writer(out, 0);
  write(writer, value);
  return out;
}

// What we write we read again, and it is the same.
inline void check_round_trip(const Value& value) {
  const std::string text = written(value);
  const auto again = json::parse(text);
  expect(again.has_value() && written(again->root()) == text);
}

}  // namespace cordon::fuzz
