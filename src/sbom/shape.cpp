#include "sbom/shape.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <unordered_map>

namespace cordon::sbom {
namespace {

struct Primitive {
  std::string_view name;
  ShapeKind kind;
};
constexpr std::array kPrimitives{
    Primitive{"any", ShapeKind::any},
    Primitive{"object", ShapeKind::object},
    Primitive{"text", ShapeKind::text},
    Primitive{"ref", ShapeKind::ref},
    Primitive{"link", ShapeKind::link},
    Primitive{"serial", ShapeKind::serial_number},
    Primitive{"mime", ShapeKind::mime_type},
    Primitive{"digest", ShapeKind::hex_digest},
    Primitive{"date-time", ShapeKind::date_time},
    Primitive{"date", ShapeKind::date},
    Primitive{"address", ShapeKind::address},
    Primitive{"email", ShapeKind::email},
    Primitive{"locale", ShapeKind::locale},
    Primitive{"country", ShapeKind::country},
    Primitive{"cre", ShapeKind::cre},
    Primitive{"patent-number", ShapeKind::patent_number},
    Primitive{"licence-id", ShapeKind::licence_id},
    Primitive{"integer", ShapeKind::integer},
    Primitive{"number", ShapeKind::number},
    Primitive{"flag", ShapeKind::flag},
};

constexpr std::string_view kBlank = " \n";

std::unexpected<Error> bad(std::string_view token) {
  return fail(ErrorCode::syntax, "table of shapes: '" + std::string(token) + "'");
}

// "1.5" gives 5; nothing else is understood.
bool parse_minor(std::string_view text, unsigned& out) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return false;
  const auto [end, error] = std::from_chars(text.data() + dot + 1, text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// Whether a token is there in the version; cuts "@..." off.
Result<bool> in_version(std::string_view& token, unsigned minor) {
  const std::size_t at = token.rfind('@');
  if (at == std::string_view::npos) return true;
  const std::string_view span = token.substr(at + 1);
  token = token.substr(0, at);
  const std::size_t dash = span.find('-');
  const std::string_view first = span.substr(0, dash);
  const std::string_view last = dash == std::string_view::npos ? first : span.substr(dash + 1);
  unsigned from = 0, to = std::numeric_limits<unsigned>::max();
  if ((!first.empty() && !parse_minor(first, from)) || (!last.empty() && !parse_minor(last, to))) return bad(span);
  return minor >= from && minor <= to;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(separator, start), text.size());
    out.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return out;
}

bool parse_number(std::string_view text, std::int64_t& out) {
  if (text.empty()) return true;  // this end is open
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// "1..9", either end of which may be missing.
bool parse_bounds(std::string_view text, Shape& shape) {
  const std::size_t dots = text.find("..");
  return dots != std::string_view::npos && parse_number(text.substr(0, dots), shape.least) &&
         parse_number(text.substr(dots + 2), shape.most);
}

class Parser {
 public:
  Parser(std::string_view text, unsigned minor) : text_(text), minor_(minor) {}

  Result<ShapeTable> parse() {
    TRY(name_sections());
    for (std::string_view token = next(); !token.empty(); token = next()) {
      if (token.ends_with(':')) {
        const std::string_view name = token.substr(0, token.size() - 1);
        const auto section = sections_.at(name);
        record_ = name.starts_with('{') ? nullptr : &table_.records[section];
        list_ = name.starts_with('{') ? &table_.words[section] : nullptr;
      } else if (TRY(in_version(token, minor_))) {
        TRY(read_token(token));
      }
    }
    for (RecordShape& record : table_.records) std::ranges::sort(record.fields, {}, &FieldShape::name);
    return std::move(table_);
  }

 private:
  std::string_view next() {
    at_ = std::min(text_.find_first_not_of(kBlank, at_), text_.size());
    const std::size_t end = std::min(text_.find_first_of(kBlank, at_), text_.size());
    const std::string_view token = text_.substr(at_, end - at_);
    at_ = end;
    return token;
  }

  // Sections are named before any is read, as records refer to each other.
  Result<void> name_sections() {
    for (const std::string_view line : split(text_, '\n')) {
      if (line.empty() || line[0] == ' ') continue;
      const std::string_view name = line.substr(0, line.find(':'));
      if (name.size() == line.size()) return bad(line);
      if (name.starts_with('{')) {
        sections_[name] = static_cast<std::uint32_t>(table_.words.size());
        table_.words.push_back({name, {}});
      } else {
        sections_[name] = static_cast<std::uint32_t>(table_.records.size());
        table_.records.push_back({.name = name, .fields = {}, .rules = {}, .open = false});
      }
    }
    return {};
  }

  Result<void> read_token(std::string_view token) {
    if (list_) {
      list_->words.push_back(token);
      return {};
    }
    if (!record_) return bad(token);
    if (const std::size_t equal = token.find('='); equal != std::string_view::npos) {
      FieldShape field;
      field.name = token.substr(0, equal);
      field.required = field.name.ends_with('!');
      if (field.required) field.name.remove_suffix(1);
      field.shape = TRY(shape(token.substr(equal + 1)));
      record_->fields.push_back(field);
      return {};
    }
    return read_rule(token);
  }

  Result<void> read_rule(std::string_view token) {
    constexpr std::array<std::string_view, 4> kNames{"one", "any", "not-both", "only-if"};
    const std::size_t open = token.find('(');
    if (open == std::string_view::npos || !token.ends_with(')')) return bad(token);
    const std::string_view name = token.substr(0, open);
    if (name == "open") {
      record_->open = true;
      return {};
    }
    const auto kind = std::ranges::find(kNames, name);
    if (kind == kNames.end()) return bad(token);
    FieldRule rule{static_cast<RuleKind>(kind - kNames.begin()), {}};
    for (const std::string_view group : split(token.substr(open + 1, token.size() - open - 2), ','))
      rule.groups.push_back(split(group, '+'));
    record_->rules.push_back(std::move(rule));
    return {};
  }

  std::uint32_t keep(Shape shape) {
    table_.shapes.push_back(std::move(shape));
    return static_cast<std::uint32_t>(table_.shapes.size() - 1);
  }

  // Where the choice at the outermost level is split, or npos.
  static std::size_t bar_of(std::string_view text) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '(' || text[i] == '[') ++depth;
      if (text[i] == ')' || text[i] == ']') --depth;
      if (text[i] == '|' && depth == 0) return i;
    }
    return std::string_view::npos;
  }

  Result<std::uint32_t> shape(std::string_view text) {
    Shape choice{.kind = ShapeKind::choice, .inner = {}};
    for (std::size_t bar = bar_of(text); bar != std::string_view::npos; bar = bar_of(text)) {
      choice.inner.push_back(TRY(simple_shape(text.substr(0, bar))));
      text.remove_prefix(bar + 1);
    }
    const std::uint32_t last = TRY(simple_shape(text));
    if (choice.inner.empty()) return last;
    choice.inner.push_back(last);
    return keep(std::move(choice));
  }

  Result<std::uint32_t> simple_shape(std::string_view text) {
    if (text.starts_with('(') && text.ends_with(')')) return shape(text.substr(1, text.size() - 2));
    if (text.starts_with('[')) return list_shape(text);
    Shape out;
    const std::size_t bounds = text.find('<');
    if (bounds != std::string_view::npos) {
      if (!text.ends_with('>') || !parse_bounds(text.substr(bounds + 1, text.size() - bounds - 2), out))
        return bad(text);
      text = text.substr(0, bounds);
    }
    if (const auto known = std::ranges::find(kPrimitives, text, &Primitive::name); known != kPrimitives.end()) {
      out.kind = known->kind;
      return keep(std::move(out));
    }
    const auto section = sections_.find(text);
    if (section == sections_.end())
      return fail(ErrorCode::not_found, "table of shapes: nothing is named '" + std::string(text) + "'");
    out.kind = text.starts_with('{') ? ShapeKind::words : ShapeKind::record;
    out.index = section->second;
    return keep(std::move(out));
  }

  Result<std::uint32_t> list_shape(std::string_view text) {
    const std::size_t close = text.rfind(']');
    if (close == std::string_view::npos) return bad(text);
    Shape out{.kind = ShapeKind::list, .inner = {}};
    std::string_view behind = text.substr(close + 1);
    out.unique = behind.ends_with('!');
    if (out.unique) behind.remove_suffix(1);
    if (!behind.empty() && !parse_bounds(behind, out)) return bad(text);
    out.inner.push_back(TRY(shape(text.substr(1, close - 1))));
    return keep(std::move(out));
  }

  std::string_view text_;
  unsigned minor_;
  std::size_t at_ = 0;
  ShapeTable table_;
  std::unordered_map<std::string_view, std::uint32_t> sections_;
  RecordShape* record_ = nullptr;
  WordList* list_ = nullptr;
};

}  // namespace

const FieldShape* RecordShape::find(std::string_view field) const {
  const auto found = std::ranges::lower_bound(fields, field, {}, &FieldShape::name);
  return found != fields.end() && found->name == field ? &*found : nullptr;
}

Result<ShapeTable> parse_shapes(std::string_view text, unsigned minor) { return Parser(text, minor).parse(); }

}  // namespace cordon::sbom
