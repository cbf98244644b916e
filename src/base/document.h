// A parsed JSON, YAML or TOML text as one flat array of values in document order, each with its place in the source.
// Strings without escapes are views into the source, which the document owns: a Value must not outlive its Document.
//
// Duplicate keys: the last one wins, as in npm; the earlier one is kept, marked shadowed and listed in duplicates(),
// because two readers that disagree about a duplicate are an evasion.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon {

class Document;

enum class ValueKind : std::uint8_t { absent, null, boolean, number, string, array, object };

namespace detail {
struct ValueNode {
  const char* text = nullptr;  // scalar: decoded text
  std::uint32_t length = 0;    // scalar: bytes of text; array: elements; object: members
  std::uint32_t next = 0;      // index of the first node after this value's subtree
  std::uint32_t offset = 0;    // byte offset of the token in the source
  ValueKind kind = ValueKind::absent;
  bool plain = false;     // YAML: an unquoted scalar, whose kind its text decides
  bool shadowed = false;  // key of a member that a later duplicate overrides
};
struct DocumentStorage;
}  // namespace detail

// A cheap handle. Asking an absent value, or one of another kind, gives an absent or empty answer, never an error:
// a chain such as root["packages"][""]["name"].text() needs one check at its end.
class Value {
 public:
  Value() = default;

  ValueKind kind() const;
  bool exists() const { return kind() != ValueKind::absent; }
  explicit operator bool() const { return exists(); }
  bool is_object() const { return kind() == ValueKind::object; }
  bool is_array() const { return kind() == ValueKind::array; }
  bool is_string() const { return kind() == ValueKind::string; }
  bool is_number() const { return kind() == ValueKind::number; }
  bool is_boolean() const { return kind() == ValueKind::boolean; }
  bool is_null() const { return kind() == ValueKind::null; }

  // Decoded text of a scalar: the string's content, or a number, boolean or null as written. Numbers stay text, so
  // that big integers and versions such as 1.10 lose nothing. Empty for containers.
  std::string_view text() const;
  // Content when this is a string, else nothing. A plain YAML scalar that reads as a number counts as a string too
  // when asked through this function: YAML writers leave versions such as 5.4 unquoted.
  std::optional<std::string_view> string() const;
  std::optional<bool> boolean() const;
  std::optional<std::int64_t> integer() const;
  bool is_true() const { return boolean().value_or(false); }

  std::size_t size() const;                      // elements, or members that are not shadowed
  Value operator[](std::string_view key) const;  // member of an object (linear in its members), the last duplicate
  Value at(std::size_t index) const;             // element of an array (linear)

  std::uint32_t offset() const;  // byte offset in the source
  std::uint32_t line() const;    // 1-based; 0 for an absent value

  struct Member;
  class MemberIterator;
  class ElementIterator;
  template <class Iterator>
  struct Range {
    Iterator first, last;
    Iterator begin() const { return first; }
    Iterator end() const { return last; }
  };
  Range<MemberIterator> members() const;      // of an object, in document order, without shadowed ones
  Range<MemberIterator> all_members() const;  // shadowed ones too
  Range<ElementIterator> elements() const;    // of an array

 private:
  friend class Document;
  Value(const detail::DocumentStorage* storage, std::uint32_t index) : storage_(storage), index_(index) {}
  const detail::ValueNode* node() const;
  const detail::DocumentStorage* storage_ = nullptr;
  std::uint32_t index_ = 0;
};

struct Duplicate {
  std::string key;
  std::uint32_t first_line = 0;  // the one that is overridden
  std::uint32_t last_line = 0;   // the one that counts
};

class Document {
 public:
  Document();
  explicit Document(std::string source);
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Value root() const;
  std::string_view source() const;
  std::uint32_t line_of(std::uint32_t offset) const;  // 1-based
  const std::vector<Duplicate>& duplicates() const;
  bool had_byte_order_mark() const;

  // For the readers only.
  detail::DocumentStorage& storage() { return *storage_; }

 private:
  std::unique_ptr<detail::DocumentStorage> storage_;
};

namespace detail {

// What the readers build. Text that had escapes lives in `decoded`, whose strings never move.
struct DocumentStorage {
  std::string source;
  std::vector<ValueNode> nodes;
  std::vector<std::unique_ptr<char[]>> decoded;
  std::size_t decoded_free = 0;
  char* decoded_next = nullptr;
  std::vector<std::uint32_t> line_starts;
  std::vector<Duplicate> duplicates;
  bool byte_order_mark = false;

  const char* keep(std::string_view text);            // copies into the document
  void index_lines();                                 // fills line_starts
  std::uint32_t line_of(std::uint32_t offset) const;  // needs index_lines
  // An error with the line and column of a byte of the source. Needs index_lines.
  std::unexpected<Error> fail_at(ErrorCode code, std::string message, std::uint32_t offset) const;
  // Marks the earlier of equal keys of the finished object at that node and lists them in `duplicates`,
  // in the order of the text. O(n log n), whatever the keys.
  void mark_duplicates(std::uint32_t object_index);

 private:
  static constexpr std::uint32_t kFewMembers = 12;  // up to here, comparing pairs beats hashing
  std::string_view key_at(std::uint32_t index) const;
  void mark(std::uint32_t earlier, std::uint32_t later);
  void mark_few(std::uint32_t object_index);
  void mark_many(std::uint32_t object_index);
};

}  // namespace detail

class Value::MemberIterator {
 public:
  MemberIterator(const detail::DocumentStorage* storage, std::uint32_t index, std::uint32_t end, bool all);
  Member operator*() const;
  MemberIterator& operator++();
  bool operator==(const MemberIterator& other) const { return index_ == other.index_; }

 private:
  void skip_shadowed();
  const detail::DocumentStorage* storage_;
  std::uint32_t index_, end_;
  bool all_;
};

class Value::ElementIterator {
 public:
  ElementIterator(const detail::DocumentStorage* storage, std::uint32_t index) : storage_(storage), index_(index) {}
  Value operator*() const { return Value(storage_, index_); }
  ElementIterator& operator++();
  bool operator==(const ElementIterator& other) const { return index_ == other.index_; }

 private:
  const detail::DocumentStorage* storage_;
  std::uint32_t index_;
};

struct Value::Member {
  std::string_view key;
  Value value;
  Value name;  // the key as a value: its offset and line
  bool shadowed = false;
  std::uint32_t line() const { return name.line(); }
};

}  // namespace cordon
