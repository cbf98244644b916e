// What a JSON document of a given specification may hold, as a table: records with their fields, lists of words, and
// rules between fields. The table is text in a notation of our own, so that a whole specification stays readable:
//
//   component: type!={component-type} version=text@-1.5 version=text<..1024>@1.6- hashes=[hash]
//     licenses=[licence]|[expression]1..1 components=[component]! one(id,name)
//   {component-type}: application library data@1.5-
//
// A line that is indented goes on with the one above. `!` behind a name: the field is required. Shapes: a primitive
// (kPrimitives in shape.cpp), `{words}`, the name of a record, `[element]` with how many (`1..`, `1..1`) and `!` where
// no two may be equal, `a|b` for either, `<1..9>` for the length of a text or the range of a number. `@1.5-`, `@-1.5`,
// `@1.5-1.6` or `@1.6` behind anything: the versions that have it. Rules: one(a,b+c) exactly one of the groups of
// fields is there; any(a,b) at least one; not-both(a,b); only-if(a,b) a is there only where b is true; open() fields
// that are not listed are allowed.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::sbom {

enum class ShapeKind : std::uint8_t {
  any,
  object,
  text,
  ref,   // a name that the document gives to one of its parts: no two alike
  link,  // such a name, used, or given where the specification's own examples give one twice
  serial_number,
  mime_type,
  hex_digest,
  date_time,
  date,
  address,
  email,
  locale,
  country,
  cre,
  patent_number,
  licence_id,
  integer,
  number,
  flag,
  words,   // one of words[index]
  record,  // records[index]
  list,    // elements of shape inner[0]
  choice,  // any of inner
};

struct Shape {
  ShapeKind kind = ShapeKind::any;
  std::uint32_t index = 0;
  std::int64_t least = std::numeric_limits<std::int64_t>::min();  // length, value or number of elements
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  bool unique = false;               // list: no two elements are equal
  std::vector<std::uint32_t> inner;  // list, choice: indices of shapes
};

struct FieldShape {
  std::string_view name;
  std::uint32_t shape = 0;
  bool required = false;
};

enum class RuleKind : std::uint8_t { one, any, not_both, only_if };

struct FieldRule {
  RuleKind kind = RuleKind::one;
  std::vector<std::vector<std::string_view>> groups;
};

struct RecordShape {
  std::string_view name;
  std::vector<FieldShape> fields;  // by name
  std::vector<FieldRule> rules;
  bool open = false;

  const FieldShape* find(std::string_view field) const;
};

struct WordList {
  std::string_view name;
  std::vector<std::string_view> words;
};

// The table of one version.
struct ShapeTable {
  std::vector<Shape> shapes;
  std::vector<RecordShape> records;  // the first is the document
  std::vector<WordList> words;
};

// Reads the notation for version <major>.<minor>; `text` must outlive the table. Fails with syntax, or with not_found
// for a name that the table does not define; both are mistakes of this program.
Result<ShapeTable> parse_shapes(std::string_view text, unsigned minor);

}  // namespace cordon::sbom
