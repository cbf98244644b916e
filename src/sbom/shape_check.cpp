#include "sbom/shape_check.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <unordered_map>
#include <unordered_set>

#include "base/date.h"
#include "base/suggest.h"
#include "base/text.h"
#include "model/spdx_licences.h"
#include "sbom/text_form.h"

namespace cordon::sbom {
namespace {

struct TextForm {
  ShapeKind kind;
  bool (*fits)(std::string_view);
  const char* what;
};
const TextForm kTextForms[] = {
    {ShapeKind::serial_number, is_serial_number, "\"urn:uuid:\" and a UUID in lower case"},
    {ShapeKind::mime_type, is_mime_type, "a media type"},
    {ShapeKind::hex_digest, is_hex_digest, "a digest in hexadecimal digits"},
    {ShapeKind::date_time, is_date_time, "a date and time (RFC 3339)"},
    {ShapeKind::date, is_date, "a date"},
    {ShapeKind::address, is_address, "an address (RFC 3987)"},
    {ShapeKind::email, is_email, "an e-mail address"},
    {ShapeKind::locale, is_locale, "a language such as en-GB"},
    {ShapeKind::country, is_country, "a country of two capital letters"},
    {ShapeKind::cre, is_cre, "\"CRE:\" and two numbers"},
    {ShapeKind::patent_number, is_patent_number, "a patent number"},
    {ShapeKind::licence_id, model::is_spdx_licence_id, "an SPDX licence id"},
};

bool is_text_kind(ShapeKind kind) {
  return (kind >= ShapeKind::text && kind <= ShapeKind::licence_id) || kind == ShapeKind::words;
}

// Whether the value is of the JSON kind that the shape asks for.
bool same_kind(const Value& value, ShapeKind kind) {
  if (is_text_kind(kind)) return value.is_string();
  switch (kind) {
    case ShapeKind::object:
    case ShapeKind::record: return value.is_object();
    case ShapeKind::integer:
    case ShapeKind::number: return value.is_number();
    case ShapeKind::flag: return value.is_boolean();
    case ShapeKind::list: return value.is_array();
    default: return true;
  }
}

const char* name_of(ShapeKind kind) {
  if (is_text_kind(kind)) return "a text";
  switch (kind) {
    case ShapeKind::integer:
    case ShapeKind::number: return "a number";
    case ShapeKind::flag: return "true or false";
    case ShapeKind::list: return "a list";
    default: return "an object";
  }
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t more) {
  hash ^= more + 0x9E37'79B9'7F4A'7C15 + (hash << 6) + (hash >> 2);
  return hash * 0xFF51'AFD7'ED55'8CCD;
}

class Checker {
 public:
  explicit Checker(const ShapeTable& table) : table_(table) {}

  Result<FormNotes> run(const Value& root) {
    std::uint64_t hash = 0;
    if (!check_record(root, table_.records.front(), hash)) return std::unexpected(std::move(error_));
    return std::move(notes_);
  }

 private:
  // A step into the document: a key, or the index of an element.
  struct Step {
    std::string_view key;
    std::size_t index = 0;
    bool is_key = false;
  };

  std::string pointer() const {
    std::string out;
    for (const Step& step : path_) {
      out += '/';
      if (!step.is_key) out += std::to_string(step.index);
      for (const char c : step.key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return text::visible(out);
  }

  bool wrong(ErrorCode code, const Value& where, const std::string& what) {
    error_offset_ = where.offset();
    error_ = Error{code, (path_.empty() ? "the document" : pointer()) + ": " + what, where.line(), 0, {}};
    return false;
  }

  void note(const Value& where, std::string reason) {
    if (notes_.notes.size() == FormNotes::kKept) {
      ++notes_.more;
    } else {
      notes_.notes.push_back({pointer(), where.line(), std::move(reason)});
    }
  }

  // True when the value fits; `hash` is equal for equal values, whatever the order of their fields.
  bool check(const Value& value, const Shape& shape, std::uint64_t& hash) {
    if (shape.kind == ShapeKind::choice) return check_choice(value, shape, hash);
    if (!same_kind(value, shape.kind))
      return wrong(ErrorCode::wrong_type, value, std::string("expected ") + name_of(shape.kind));
    if (is_text_kind(shape.kind)) return check_text(value, shape, hash);
    switch (shape.kind) {
      case ShapeKind::record: return check_record(value, table_.records[shape.index], hash);
      case ShapeKind::list: return check_list(value, shape, hash);
      case ShapeKind::integer:
      case ShapeKind::number: return check_number(value, shape, hash);
      case ShapeKind::flag: hash = mixed(2, value.is_true()); return true;
      default: hash = value.offset(); return true;  // not looked into: equal to nothing
    }
  }

  bool check_record(const Value& value, const RecordShape& record, std::uint64_t& hash) {
    if (!value.is_object()) return wrong(ErrorCode::wrong_type, value, "expected an object");
    hash = 5;
    for (const FieldShape& field : record.fields)
      if (field.required && !value[field.name])
        return wrong(ErrorCode::missing_field, value, "without '" + std::string(field.name) + "'");
    for (const Value::Member& member : value.members()) {
      const FieldShape* field = record.find(member.key);
      if (!field && record.open) continue;
      path_.push_back({member.key, 0, true});
      if (!field) return unknown_field(member, record);
      std::uint64_t inner = 0;
      if (!check(member.value, table_.shapes[field->shape], inner)) return false;
      path_.pop_back();
      hash += mixed(std::hash<std::string_view>()(member.key), inner);  // a sum: the order of fields means nothing
    }
    return std::ranges::all_of(record.rules, [&](const FieldRule& rule) { return check_rule(value, rule); });
  }

  bool unknown_field(const Value::Member& member, const RecordShape& record) {
    std::vector<std::string_view> names;
    for (const FieldShape& field : record.fields) names.push_back(field.name);
    return wrong(ErrorCode::unknown_key, member.name, "no such field" + did_you_mean(member.key, names));
  }

  bool check_rule(const Value& value, const FieldRule& rule) {
    const auto all_there = [&](const std::vector<std::string_view>& group) {
      return std::ranges::all_of(group, [&](std::string_view field) { return value[field].exists(); });
    };
    const auto there = std::ranges::count_if(rule.groups, all_there);
    std::string names;
    for (const auto& group : rule.groups) names.append(names.empty() ? "'" : ", '").append(group.front()).append("'");
    switch (rule.kind) {
      case RuleKind::one:
        if (there == 1) return true;
        return wrong(there == 0 ? ErrorCode::missing_field : ErrorCode::invalid_value, value,
                     "exactly one of " + names + " must be there");
      case RuleKind::any:
        return there > 0 || wrong(ErrorCode::missing_field, value, "one of " + names + " must be there");
      case RuleKind::not_both:
        return there < 2 || wrong(ErrorCode::invalid_value, value, "only one of " + names + " may be there");
      case RuleKind::only_if:
        if (!value[rule.groups[0][0]] || value[rule.groups[1][0]].is_true()) return true;
        return wrong(ErrorCode::invalid_value, value, names + ": the first asks for the second to be true");
    }
    return false;
  }

  bool check_list(const Value& value, const Shape& shape, std::uint64_t& hash) {
    const auto size = static_cast<std::int64_t>(value.size());
    if (size < shape.least) return wrong(ErrorCode::missing_field, value, "a list with too few elements");
    if (size > shape.most) return wrong(ErrorCode::too_many, value, "a list with too many elements");
    std::unordered_set<std::uint64_t> seen;
    hash = 7;
    path_.push_back({});
    for (const Value element : value.elements()) {
      std::uint64_t inner = 0;
      if (!check(element, table_.shapes[shape.inner[0]], inner)) return false;
      if (shape.unique && !seen.insert(inner).second)
        return wrong(ErrorCode::invalid_value, element, "the same element as an earlier one");
      hash = mixed(hash, inner);
      ++path_.back().index;
    }
    path_.pop_back();
    return true;
  }

  // Of several alternatives none of which fits, the one that got farthest says what is wrong.
  bool check_choice(const Value& value, const Shape& shape, std::uint64_t& hash) {
    const std::size_t depth = path_.size(), refs = ref_order_.size();
    const std::size_t notes = notes_.notes.size();
    const std::uint32_t more = notes_.more;
    Error farthest;
    std::int64_t farthest_offset = -1;
    for (const std::uint32_t index : shape.inner) {
      const Shape& alternative = table_.shapes[index];
      if (!same_kind(value, alternative.kind)) continue;
      if (check(value, alternative, hash)) return true;
      if (std::int64_t{error_offset_} > farthest_offset) {
        farthest_offset = error_offset_;
        farthest = error_;
      }
      path_.resize(depth);
      notes_.notes.resize(notes);
      notes_.more = more;
      for (; ref_order_.size() > refs; ref_order_.pop_back()) refs_.erase(ref_order_.back());
    }
    if (farthest_offset < 0)
      return wrong(ErrorCode::wrong_type, value,
                   std::string("expected ") + name_of(table_.shapes[shape.inner[0]].kind));
    error_ = std::move(farthest);
    return false;
  }

  bool check_number(const Value& value, const Shape& shape, std::uint64_t& hash) {
    double number = 0;
    const std::string_view written = value.text();
    hash = mixed(3, std::hash<std::string_view>()(written));
    std::from_chars(written.data(), written.data() + written.size(), number);
    if (shape.kind == ShapeKind::integer && !value.integer())
      return wrong(ErrorCode::wrong_type, value, "expected a whole number");
    const double least = static_cast<double>(shape.least), most = static_cast<double>(shape.most);
    return (number >= least && number <= most) || wrong(ErrorCode::invalid_value, value, "a number out of range");
  }

  bool check_text(const Value& value, const Shape& shape, std::uint64_t& hash) {
    const std::string_view written = value.text();
    hash = mixed(1, std::hash<std::string_view>()(written));
    if (shape.kind == ShapeKind::words) return check_word(value, table_.words[shape.index]);
    if (shape.kind == ShapeKind::ref || shape.kind == ShapeKind::link) return check_ref(value, shape.kind);
    const auto length = static_cast<std::int64_t>(shape.kind == ShapeKind::text ? length_of(written) : 0);
    if (shape.kind == ShapeKind::text)
      return (length >= shape.least && length <= shape.most) ||
             wrong(ErrorCode::invalid_value, value, "a text of a length that is not allowed");
    const auto form = std::ranges::find(kTextForms, shape.kind, &TextForm::kind);
    if (form->fits(written)) return true;
    std::string reason = "'" + text::visible(written) + "' is not " + form->what;
    if (shape.kind != ShapeKind::address && shape.kind != ShapeKind::email)
      return wrong(ErrorCode::invalid_value, value, reason);
    note(value, std::move(reason));
    return true;
  }

  bool check_word(const Value& value, const WordList& list) {
    if (std::ranges::find(list.words, value.text()) != list.words.end()) return true;
    return wrong(ErrorCode::invalid_value, value,
                 "'" + text::visible(value.text()) + "' is not allowed here" + did_you_mean(value.text(), list.words));
  }

  bool check_ref(const Value& value, ShapeKind kind) {
    if (value.text().empty()) return wrong(ErrorCode::invalid_value, value, "an empty name");
    if (kind == ShapeKind::link) return true;
    const auto [first, fresh] = refs_.try_emplace(value.text(), value.line());
    if (!fresh)
      return wrong(ErrorCode::invalid_value, value,
                   "the name '" + text::visible(value.text()) + "' is given in line " + std::to_string(first->second) +
                       " already");
    ref_order_.push_back(value.text());
    return true;
  }

  const ShapeTable& table_;
  std::vector<Step> path_;
  FormNotes notes_;
  Error error_;
  std::uint32_t error_offset_ = 0;
  std::unordered_map<std::string_view, std::uint32_t> refs_;  // by name: the line that gives it
  std::vector<std::string_view> ref_order_;
};

}  // namespace

Result<FormNotes> check_shapes(const Value& root, const ShapeTable& table) { return Checker(table).run(root); }

}  // namespace cordon::sbom
