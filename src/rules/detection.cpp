#include "rules/detection.h"

#include <algorithm>

#include "base/text.h"
#include "rules/place.h"

namespace cordon::rules {

class DetectionReader {
 public:
  DetectionReader(const Document& document, const FieldTable& fields, Kinds kinds, const RuleLimits& limits)
      : document_(document), fields_(fields), kinds_(kinds), limits_(limits) {}

  Result<Detection> read(const Value& value) {
    if (!value.is_object()) return error(value, ErrorCode::wrong_type, "expected a map of selections");
    Value condition;
    std::vector<std::string_view> names;
    std::vector<Value> places;
    for (const Value::Member& member : value.members()) {
      if (member.key == "condition") {
        condition = member.value;
        continue;
      }
      if (names.size() >= limits_.selections) return error(member.name, ErrorCode::too_many, "too many selections");
      TRY(name(member));
      names.push_back(member.key);
      places.push_back(member.name);
      out_.selections_.push_back(TRY(selection(member.value)));
    }
    if (!condition.exists()) return error(value, ErrorCode::missing_field, "a detection without 'condition'");
    if (names.empty()) return error(value, ErrorCode::missing_field, "a detection without a selection");
    TRY(read_condition(condition, names));
    for (std::size_t i = 0; i < names.size(); ++i)
      if (!out_.condition_.uses(i))
        return error(places[i], ErrorCode::invalid_value,
                     "the condition does not name '" + text::visible(names[i], 64) + "'");
    return std::move(out_);
  }

 private:
  std::unexpected<Error> error(const Value& value, ErrorCode code, std::string message) const {
    return fail_at(document_, value, code, std::move(message));
  }

  Result<void> name(const Value::Member& member) const {
    const auto fits = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    const bool good = !member.key.empty() && !(member.key.front() >= '0' && member.key.front() <= '9') &&
                      std::ranges::all_of(member.key, fits);
    for (const std::string_view word : {"and", "or", "not", "of", "all", "them"})
      if (member.key == word) return error(member.name, ErrorCode::invalid_value, "a word of conditions as a name");
    if (good) return {};
    return error(member.name, ErrorCode::invalid_value,
                 "a selection's name has letters, digits, '_' and '-' and begins with none of the digits");
  }

  Result<Detection::Selection> selection(const Value& value) {
    Detection::Selection out;
    if (value.is_object()) {
      out.alternatives.push_back(TRY(alternative(value)));
      return out;
    }
    if (!value.is_array()) return error(value, ErrorCode::wrong_type, "expected a map or a list of maps");
    for (const Value& each : value.elements()) {
      if (each.is_string() || each.is_number())
        return error(each, ErrorCode::unsupported_format, "keywords, texts without a field, are not read");
      if (!each.is_object()) return error(each, ErrorCode::wrong_type, "expected a map");
      out.alternatives.push_back(TRY(alternative(each)));
    }
    if (out.alternatives.empty()) return error(value, ErrorCode::invalid_value, "an empty list: this never holds");
    return out;
  }

  Result<Detection::Alternative> alternative(const Value& value) {
    Detection::Alternative out;
    for (const Value::Member& member : value.members()) {
      out.push_back(TRY(Matcher::read(document_, member, fields_, kinds_, limits_)));
      values_ += out.back().value_count() + 1;
      if (values_ > limits_.values) return error(member.name, ErrorCode::too_many, "too many values");
    }
    if (out.empty()) return error(value, ErrorCode::invalid_value, "an empty map: this always holds");
    return out;
  }

  Result<void> read_condition(const Value& value, const std::vector<std::string_view>& names) {
    if (value.is_array())
      return error(value, ErrorCode::unsupported_format, "a list of conditions; join them with 'or'");
    if (!value.is_string()) return error(value, ErrorCode::wrong_type, "expected a condition");
    const std::string_view text = value.text();
    auto condition = Condition::parse(text, names, limits_);
    if (!condition) {
      // Where the text stands as it is in the file, the place within it is known, too.
      const std::string_view behind = document_.source().substr(value.offset());
      const std::uint32_t quote = behind.starts_with('"') || behind.starts_with('\'') ? 1 : 0;
      const bool plain = behind.substr(quote).starts_with(text);
      const std::uint32_t column = condition.error().column;
      return fail_at(document_, value, condition.error().code, condition.error().message,
                     plain && column > 0 ? column - 1 + quote : 0);
    }
    out_.condition_ = *std::move(condition);
    return {};
  }

  const Document& document_;
  const FieldTable& fields_;
  Kinds kinds_;
  const RuleLimits& limits_;
  Detection out_;
  std::size_t values_ = 0;
};

bool Detection::Selection::holds(const Record& record) const {
  return std::ranges::any_of(alternatives, [&](const Alternative& alternative) {
    return std::ranges::all_of(alternative, [&](const Matcher& each) { return each.matches(record); });
  });
}

Result<Detection> Detection::read(const Document& document, const Value& value, const FieldTable& fields, Kinds kinds,
                                  const RuleLimits& limits) {
  if (!document.duplicates().empty()) {
    const Duplicate& twice = document.duplicates().front();
    return fail(ErrorCode::invalid_value, "'" + text::visible(twice.key, 64) + "' stands there twice", twice.last_line,
                1);
  }
  return DetectionReader(document, fields, kinds, limits).read(value);
}

bool Detection::matches(const Record& record) const {
  return condition_.evaluate([&](std::size_t selection) { return selections_[selection].holds(record); });
}

std::vector<std::size_t> Detection::fields() const {
  std::vector<std::size_t> out;
  for (const Selection& selection : selections_)
    for (const Alternative& alternative : selection.alternatives)
      for (const Matcher& each : alternative) out.push_back(each.field());
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

}  // namespace cordon::rules
