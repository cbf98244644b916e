// One line of a selection: a field, what is asked of it, and the values.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "base/result.h"
#include "rules/field.h"
#include "rules/limits.h"
#include "rules/network.h"
#include "rules/pattern.h"

namespace re2 {
class RE2;
}

namespace cordon::rules {

// `field|modifier|…: value` or a list of values, of which one has to hold (with `all`: every one).
//
//   text fields     contains, startswith, endswith, re (with i, m, s), cidr, cased; without one: equal, with wildcards
//   number fields   gt, gte, lt, lte; without one: equal
//   boolean fields  true or false
//   every field     exists; the value null: the field is not there
//
// As in the Sigma specification 2.1. A text field of several values holds when one of them does.
class Matcher {
 public:
  // `kinds`: the kinds of events that the rule is for. Fails, with line and column, with
  //   unknown_key    a field or modifier that is not known, with a suggestion
  //   wrong_type     a value or modifier that does not fit the field
  //   invalid_value  what could never hold: a value outside the field's list, a field that these events do not have,
  //                  an expression or network that is none, an empty list
  //   too_large, too_many  beyond the limits
  static Result<Matcher> read(const Document& document, const Value::Member& member, const FieldTable& fields,
                              Kinds kinds, const RuleLimits& limits = {});

  bool matches(const Record& record) const;
  std::size_t field() const { return field_; }
  std::size_t value_count() const { return value_count_; }

 private:
  friend class MatcherReader;
  enum class Operation : std::uint8_t { equal, expression, network, greater, at_least, less, at_most, flag, exists };

  bool one_holds(std::size_t value, const Record& record) const;
  bool number_holds(std::int64_t number, std::int64_t limit) const;

  std::size_t field_ = 0;
  FieldType type_ = FieldType::text;
  Operation operation_ = Operation::equal;
  bool every_value_ = false;
  bool or_absent_ = false;  // null among the values
  bool flag_ = false;       // flag, exists: what it should be
  std::size_t value_count_ = 0;
  std::vector<Pattern> patterns_;
  std::vector<std::shared_ptr<const re2::RE2>> expressions_;
  std::vector<Network> networks_;
  std::vector<std::int64_t> numbers_;
};

}  // namespace cordon::rules
