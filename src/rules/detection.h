// The `detection:` of a rule in Sigma's form: named selections and a condition over them.
#pragma once

#include <vector>

#include "base/document.h"
#include "base/result.h"
#include "rules/condition.h"
#include "rules/field.h"
#include "rules/limits.h"
#include "rules/matcher.h"

namespace cordon::rules {

// A selection is a map, all of whose lines have to hold, or a list of maps, of which one has to.
class Detection {
 public:
  // Compiles the map `value` of the document. Fails as Matcher::read and Condition::parse do, with line and column;
  // with missing_field for no condition or no selection, wrong_type, unsupported_format (keywords: texts without a
  // field; a list of conditions), invalid_value (a key twice, a selection that the condition does not name) and
  // too_many.
  static Result<Detection> read(const Document& document, const Value& value, const FieldTable& fields, Kinds kinds,
                                const RuleLimits& limits = {});

  bool matches(const Record& record) const;

  // The fields that its selections speak of, ascending.
  std::vector<std::size_t> fields() const;

 private:
  friend class DetectionReader;
  using Alternative = std::vector<Matcher>;
  struct Selection {
    std::vector<Alternative> alternatives;
    bool holds(const Record& record) const;
  };
  std::vector<Selection> selections_;
  Condition condition_;
};

}  // namespace cordon::rules
