// Members of a JSON object changed in its text: order, indentation, line ends and spelling of all others stay.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "change/rewrite/text_edits.h"

namespace cordon::change {

// Where the value ends that begins at `begin`, in a text that json::parse accepted.
std::size_t end_of_value(std::string_view source, std::size_t begin);

// The value as it is written there.
std::string_view text_of(std::string_view source, const Value& value);

// How a file is laid out: what its first line break and first indentation show.
struct JsonLayout {
  std::string line_break = "\n";  // empty where the text is one line
  std::string unit = "  ";
};
JsonLayout layout_of(std::string_view source);

// `text` (JSON of any layout) as JSON.stringify lays it out, its first line standing `depth` units deep.
// Fails as json::parse does.
Result<std::string> laid_out(std::string_view text, const JsonLayout& layout, std::size_t depth);

// `text` without white space between its tokens. Fails as json::parse does.
Result<std::string> compact(std::string_view text);

// The order in which npm writes names: as localeCompare does for the letters that names have.
bool name_before(std::string_view left, std::string_view right);

// Whether a member with the first name stands before one with the second; `is_object` of each value.
using MemberOrder =
    std::function<bool(std::string_view left, bool left_object, std::string_view right, bool right_object)>;
bool by_name(std::string_view left, bool left_object, std::string_view right, bool right_object);
// npm's order of the members of an entry: plain values before objects; version, resolved, integrity, requires and
// dependencies first.
bool by_npm(std::string_view left, bool left_object, std::string_view right, bool right_object);

class ObjectEdit {
 public:
  // `depth` of the object's own line: 0 for the root. `source` and the document must outlive it.
  ObjectEdit(std::string_view source, const Value& object, std::size_t depth, JsonLayout layout, MemberOrder order);

  // `text`: JSON, laid out by set(). A member that has this value already stays as it is written.
  Result<void> set(std::string_view key, std::string_view text);
  Result<void> set_string(std::string_view key, std::string_view value);
  void remove(std::string_view key);
  // Whether nothing is left in it.
  bool is_emptied() const;

  // Once, after all changes.
  void finish(TextEdits& edits) const;

 private:
  struct Member {
    std::string key;
    std::size_t begin = 0, value_begin = 0, end = 0;
    bool is_object = false, removed = false, changed = false;
    std::string text;  // where it was changed
  };
  struct New {
    std::string key, text;
    bool is_object = false;
    std::size_t before = 0;  // index in members_
  };
  Member* find(std::string_view key);
  void write_anew(TextEdits& edits) const;
  void insert(TextEdits& edits, std::size_t first_kept) const;
  std::string member_text(const New& added) const;

  std::string_view source_;
  std::size_t begin_, end_, depth_;
  JsonLayout layout_;
  MemberOrder order_;
  std::vector<Member> members_;
  std::vector<New> added_;
};

}  // namespace cordon::change
