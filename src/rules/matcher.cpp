#include "rules/matcher.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace cordon::rules {

bool Matcher::number_holds(std::int64_t number, std::int64_t limit) const {
  switch (operation_) {
    case Operation::greater: return number > limit;
    case Operation::at_least: return number >= limit;
    case Operation::less: return number < limit;
    case Operation::at_most: return number <= limit;
    default: return number == limit;
  }
}

bool Matcher::one_holds(std::size_t value, const Record& record) const {
  if (type_ == FieldType::number) {
    const auto number = record.number(field_);
    return number && number_holds(*number, numbers_[value]);
  }
  return std::ranges::any_of(record.texts(field_), [&](const std::string& text) {
    if (operation_ == Operation::expression) return re2::RE2::PartialMatch(text, *expressions_[value]);
    if (operation_ != Operation::network) return patterns_[value].matches(text);
    const auto address = parse_address(text);
    return address && networks_[value].contains(*address);
  });
}

bool Matcher::matches(const Record& record) const {
  if (operation_ == Operation::exists) return record.exists(field_) == flag_;
  if (or_absent_ && !record.exists(field_)) return true;
  if (operation_ == Operation::flag) return record.flag(field_) == flag_;
  for (std::size_t i = 0; i < value_count_; ++i)
    if (one_holds(i, record) != every_value_) return !every_value_;
  return every_value_;
}

}  // namespace cordon::rules
