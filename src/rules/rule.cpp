#include "rules/rule.h"

#include <algorithm>

#include "base/suggest.h"
#include "base/text.h"
#include "base/yaml.h"
#include "model/ascii.h"
#include "rules/place.h"

namespace cordon::rules {
namespace {

constexpr std::string_view kKeys[] = {"id",     "title",  "description", "overturned_by", "severity", "confidence",
                                      "attack", "remedy", "on",          "detection"};
constexpr std::size_t kMostEntries = 20'000;
constexpr std::size_t kDepth = 16;

// "attack.t1059" or "attack.t1059.007".
bool is_technique(std::string_view text) {
  if (!text.starts_with("attack.t")) return false;
  text.remove_prefix(std::string_view("attack.t").size());
  const auto digits = [](std::string_view each, std::size_t count) {
    return each.size() == count && std::ranges::all_of(each, model::ascii::is_digit);
  };
  return digits(text.substr(0, 4), 4) && (text.size() == 4 || (text[4] == '.' && digits(text.substr(5), 3)));
}

bool is_id(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || model::ascii::is_digit(c) || c == '.' || c == '-'; };
  return text.contains('.') && std::ranges::all_of(text, fits) && text.front() >= 'a' && text.back() != '.' &&
         text.back() != '-';
}

class RuleReader {
 public:
  RuleReader(const Document& document, const FieldTable& fields, const RuleLimits& limits)
      : document_(document), root_(document.root()), fields_(fields), limits_(limits) {}

  Result<Rule> read() {
    if (!root_.is_object()) return error(root_, ErrorCode::wrong_type, "expected the map of a rule");
    for (const Value::Member& member : root_.members())
      if (std::ranges::find(kKeys, member.key) == std::end(kKeys))
        return error(member.name, ErrorCode::unknown_key,
                     "no key '" + text::visible(member.key, 64) + "'" + did_you_mean(member.key, kKeys));
    Rule out;
    out.id = TRY(line("id"));
    if (!is_id(out.id)) return error(root_["id"], ErrorCode::invalid_value, "expected an id such as 'watch.name'");
    out.title = TRY(line("title"));
    out.description = TRY(line("description"));
    out.overturned_by = TRY(line("overturned_by"));
    out.severity = TRY(word("severity", model::severity_from_string));
    out.confidence = TRY(word("confidence", model::confidence_from_string));
    out.attack = TRY(lines("attack"));
    for (const Value& each : root_["attack"].elements())
      if (!is_technique(each.text()))
        return error(each, ErrorCode::invalid_value, "expected a technique such as 'attack.t1059.007'");
    out.remedy = TRY(lines("remedy"));
    TRY(lines("on"));
    for (const Value& each : root_["on"].elements())
      out.on |= kind_bit(TRY(one_word(each, model::event_kind_from_string)));
    if (!root_["detection"].exists()) return missing("detection");
    out.detection = TRY(Detection::read(document_, root_["detection"], fields_, out.on, limits_));
    return out;
  }

 private:
  std::unexpected<Error> error(const Value& value, ErrorCode code, std::string message) const {
    if (!value.exists()) return fail(code, std::move(message), 1, 1);
    return fail_at(document_, value, code, std::move(message));
  }
  std::unexpected<Error> missing(std::string_view key) const {
    return error(root_, ErrorCode::missing_field, "a rule without '" + std::string(key) + "'");
  }

  Result<std::string> line(std::string_view key) const {
    const Value value = root_[key];
    if (!value.exists()) return missing(key);
    if (!value.is_string() || value.text().empty())
      return error(value, ErrorCode::wrong_type, "expected a text for '" + std::string(key) + "'");
    if (value.text().size() > limits_.value_bytes)
      return error(value, ErrorCode::too_large, "a text that is too long for '" + std::string(key) + "'");
    return std::string(model::ascii::trim(value.text()));
  }

  Result<std::vector<std::string>> lines(std::string_view key) const {
    const Value value = root_[key];
    if (!value.exists()) return missing(key);
    if (!value.is_array() || value.size() == 0)
      return error(value, ErrorCode::wrong_type, "expected a list for '" + std::string(key) + "'");
    if (value.size() > limits_.selections) return error(value, ErrorCode::too_many, "a list that is too long");
    std::vector<std::string> out;
    for (const Value& each : value.elements()) {
      if (!each.is_string() || each.text().empty() || each.text().size() > limits_.value_bytes)
        return error(each, ErrorCode::wrong_type, "expected a text of moderate length");
      out.emplace_back(model::ascii::trim(each.text()));
    }
    return out;
  }

  template <class Enumeration>
  Result<Enumeration> one_word(const Value& value, std::optional<Enumeration> (*read)(std::string_view)) const {
    if (const auto found = read(value.text()); found && value.is_string()) return *found;
    return error(value, ErrorCode::invalid_value, "no such word: '" + text::visible(value.text(), 64) + "'");
  }

  template <class Enumeration>
  Result<Enumeration> word(std::string_view key, std::optional<Enumeration> (*read)(std::string_view)) const {
    if (!root_[key].exists()) return missing(key);
    return one_word(root_[key], read);
  }

  const Document& document_;
  Value root_;
  const FieldTable& fields_;
  const RuleLimits& limits_;
};

}  // namespace

Result<Rule> read_rule(const std::string& text, const FieldTable& fields, const RuleLimits& limits) {
  if (text.size() > limits.bytes) return fail(ErrorCode::too_large, "a rule that is too large");
  Limits file;
  file.bytes = limits.bytes;
  file.depth = kDepth;
  file.entries = kMostEntries;
  file.documents = 1;
  const Document document = TRY(yaml::parse(text, file));
  return RuleReader(document, fields, limits).read();
}

}  // namespace cordon::rules
