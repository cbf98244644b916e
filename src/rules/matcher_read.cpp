// How a line of a selection is read and checked against the table of fields.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/suggest.h"
#include "base/text.h"
#include "rules/matcher.h"
#include "rules/place.h"

namespace cordon::rules {
namespace {

constexpr std::string_view kModifiers[] = {"all", "cased", "cidr", "contains", "endswith", "exists", "gt",        "gte",
                                           "i",   "lt",    "lte",  "m",        "re",       "s",      "startswith"};

std::string_view type_name(FieldType type) {
  return type == FieldType::text ? "text" : type == FieldType::number ? "a number" : "true or false";
}

}  // namespace

class MatcherReader {
 public:
  MatcherReader(const Document& document, const Value::Member& member, const FieldTable& fields, Kinds kinds,
                const RuleLimits& limits)
      : document_(document), member_(member), fields_(fields), kinds_(kinds), limits_(limits) {}

  Result<Matcher> read() {
    std::string_view rest = member_.key;
    const std::string_view name = take(rest);
    TRY(field(name));
    while (!rest.empty()) TRY(modifier(take(rest)));
    TRY(modifiers_fit());
    TRY(values());
    return std::move(out_);
  }

 private:
  using Operation = Matcher::Operation;

  static std::string_view take(std::string_view& rest) {
    const std::string_view word = rest.substr(0, rest.find('|'));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    return word;
  }

  std::unexpected<Error> key_error(ErrorCode code, std::string message) const {
    return fail_at(document_, member_.name, code, std::move(message));
  }
  std::unexpected<Error> value_error(const Value& value, ErrorCode code, std::string message) const {
    return fail_at(document_, value, code, std::move(message));
  }

  Result<void> field(std::string_view name) {
    const auto found = fields_.find(name);
    if (!found)
      return key_error(ErrorCode::unknown_key,
                       "no field '" + text::visible(name, 64) + "'" + did_you_mean(name, fields_.names()));
    out_.field_ = *found;
    out_.type_ = fields_[*found].type;
    if ((fields_[*found].kinds & kinds_) == 0)
      return key_error(ErrorCode::invalid_value, "the events of this rule have no '" + std::string(name) + "'");
    return {};
  }

  Result<void> modifier(std::string_view word) {
    if (std::ranges::find(kModifiers, word) == std::end(kModifiers))
      return key_error(ErrorCode::unknown_key,
                       "no modifier '" + text::visible(word, 64) + "'" + did_you_mean(word, kModifiers));
    if (word == "all") out_.every_value_ = true;
    else if (word == "cased") cased_ = true;
    else if (word == "i" || word == "m" || word == "s") flags_ += word;
    else if (!chosen_.empty())
      return key_error(ErrorCode::invalid_value,
                       "'" + std::string(chosen_) + "' and '" + std::string(word) + "' do not go together");
    else chosen_ = *std::ranges::find(kModifiers, word);
    return {};
  }

  Result<void> modifiers_fit() {
    static constexpr std::array<std::pair<std::string_view, Operation>, 7> kOperations = {
        {{"re", Operation::expression},
         {"cidr", Operation::network},
         {"gt", Operation::greater},
         {"gte", Operation::at_least},
         {"lt", Operation::less},
         {"lte", Operation::at_most},
         {"exists", Operation::exists}}};
    for (const auto& [word, operation] : kOperations)
      if (word == chosen_) out_.operation_ = operation;
    if (chosen_ == "exists") return out_.every_value_ ? unfit("all") : Result<void>();
    const bool compares = chosen_.starts_with("gt") || chosen_.starts_with("lt");
    if (!chosen_.empty() && compares != (out_.type_ == FieldType::number)) return unfit(chosen_);
    if (out_.type_ != FieldType::text && (out_.every_value_ || cased_ || !chosen_.empty()) && !compares)
      return unfit(out_.every_value_ ? "all" : "cased");
    if (compares && (out_.every_value_ || cased_)) return unfit(out_.every_value_ ? "all" : "cased");
    if (!flags_.empty() && chosen_ != "re") return unfit(flags_.substr(0, 1));
    if (cased_ && (chosen_ == "re" || chosen_ == "cidr")) return unfit("cased");
    if (out_.type_ == FieldType::boolean) out_.operation_ = Operation::flag;
    return {};
  }

  Result<void> unfit(std::string_view word) const {
    return key_error(ErrorCode::wrong_type, "'" + std::string(word) + "' says nothing here: '" +
                                                std::string(fields_[out_.field_].name) + "' is " +
                                                std::string(type_name(out_.type_)));
  }

  Result<void> values() {
    const Value& value = member_.value;
    if (value.is_object())
      return value_error(value, ErrorCode::wrong_type, "expected a value or a list of values, not a map");
    if (!value.is_array()) {
      if (out_.every_value_) return key_error(ErrorCode::invalid_value, "'all' needs a list of values");
      return one(value);
    }
    if (out_.operation_ == Operation::flag || out_.operation_ == Operation::exists)
      return value_error(value, ErrorCode::wrong_type, "expected true or false, not a list");
    if (value.size() == 0) return value_error(value, ErrorCode::invalid_value, "an empty list: this never holds");
    for (const Value& each : value.elements()) TRY(one(each));
    if (out_.or_absent_ && out_.every_value_)
      return value_error(value, ErrorCode::invalid_value, "null and a value at once: this never holds");
    return {};
  }

  Result<void> one(const Value& value) {
    if (value.is_array() || value.is_object())
      return value_error(value, ErrorCode::wrong_type, "a list or map among the values");
    if (out_.operation_ == Operation::flag || out_.operation_ == Operation::exists) return flag(value);
    if (value.is_null()) {
      if (!chosen_.empty()) return value_error(value, ErrorCode::wrong_type, "null goes with no modifier");
      out_.or_absent_ = true;
      return {};
    }
    if (++out_.value_count_ > limits_.values) return value_error(value, ErrorCode::too_many, "too many values");
    return out_.type_ == FieldType::number ? number(value) : text(value);
  }

  Result<void> flag(const Value& value) {
    const auto said = value.boolean();
    if (!said) return value_error(value, ErrorCode::wrong_type, "expected true or false");
    out_.flag_ = *said;
    out_.value_count_ = 1;
    return {};
  }

  Result<void> number(const Value& value) {
    const auto said = value.integer();
    if (!said) return value_error(value, ErrorCode::wrong_type, "expected a whole number");
    out_.numbers_.push_back(*said);
    return {};
  }

  Result<void> text(const Value& value) {
    if (!value.is_string())
      return value_error(value, ErrorCode::wrong_type, "expected a text; put it into quotes if it is meant as one");
    const std::string_view said = value.text();
    if (said.size() > limits_.value_bytes) return value_error(value, ErrorCode::too_large, "a value that is too long");
    if (out_.operation_ == Operation::expression) return expression(value, said);
    if (out_.operation_ == Operation::network) {
      auto network = Network::parse(said);
      if (!network) return value_error(value, network.error().code, network.error().message);
      out_.networks_.push_back(*network);
      return {};
    }
    Pattern pattern(said, cased_ ? Letters::exact : Letters::any_case);
    if (chosen_ == "contains" || chosen_ == "endswith") pattern = pattern.anything_before();
    if (chosen_ == "contains" || chosen_ == "startswith") pattern = pattern.anything_behind();
    TRY(among_values(value, pattern, said));
    out_.patterns_.push_back(std::move(pattern));
    return {};
  }

  Result<void> expression(const Value& value, std::string_view said) {
    re2::RE2::Options options(re2::RE2::Latin1);
    options.set_log_errors(false);
    options.set_max_mem(limits_.regex_memory);
    const std::string whole = flags_.empty() ? std::string(said) : "(?" + flags_ + ")" + std::string(said);
    auto compiled = std::make_shared<re2::RE2>(whole, options);
    if (!compiled->ok())
      return value_error(value, ErrorCode::invalid_value,
                         "no expression of RE2: " + text::visible(compiled->error(), 200));
    out_.expressions_.push_back(std::move(compiled));
    return {};
  }

  // A value that the field never has is a mistake: the rule would look as if it protected.
  Result<void> among_values(const Value& value, const Pattern& pattern, std::string_view said) const {
    const auto known = fields_[out_.field_].values;
    if (known.empty() || std::ranges::any_of(known, [&](std::string_view each) { return pattern.matches(each); }))
      return {};
    return value_error(value, ErrorCode::invalid_value,
                       "'" + std::string(fields_[out_.field_].name) + "' is never '" + text::visible(said, 64) + "'" +
                           did_you_mean(said, known));
  }

  const Document& document_;
  const Value::Member& member_;
  const FieldTable& fields_;
  Kinds kinds_;
  const RuleLimits& limits_;
  Matcher out_;
  std::string_view chosen_;
  std::string flags_;
  bool cased_ = false;
};

Result<Matcher> Matcher::read(const Document& document, const Value::Member& member, const FieldTable& fields,
                              Kinds kinds, const RuleLimits& limits) {
  return MatcherReader(document, member, fields, kinds, limits).read();
}

}  // namespace cordon::rules
