#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

#include "base/suggest.h"
#include "base/text.h"
#include "sbom/query.h"

namespace cordon::sbom {
namespace {

// In the order of QueryField.
constexpr std::array<std::string_view, 15> kFields{"name",     "version", "ecosystem", "scope",          "origin",
                                                   "registry", "class",   "licence",   "install-script", "integrity",
                                                   "purl",     "alias",   "file",      "path",           "direct"};
// Longest first.
constexpr std::array<std::pair<std::string_view, QueryOperator>, 8> kOperators{{{"!=", QueryOperator::not_equal},
                                                                                {"<=", QueryOperator::less_equal},
                                                                                {">=", QueryOperator::greater_equal},
                                                                                {"!~", QueryOperator::has_not},
                                                                                {"=", QueryOperator::equal},
                                                                                {"<", QueryOperator::less},
                                                                                {">", QueryOperator::greater},
                                                                                {"~", QueryOperator::has}}};
constexpr std::array<std::string_view, 4> kScopes{"runtime", "dev", "optional", "unknown"};
constexpr std::array<std::string_view, 3> kScripts{"yes", "no", "unknown"};
constexpr std::array<std::string_view, 2> kAnswers{"yes", "no"};

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool orders(QueryOperator operation) {
  return operation >= QueryOperator::less && operation <= QueryOperator::greater_equal;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Query> parse() {
    if (text_.size() > Query::kMaxBytes) return fail(ErrorCode::too_large, "the query is too long");
    Query query;
    while (skip_blanks()) {
      if (query.conditions.size() == Query::kMaxConditions) return fail(ErrorCode::too_many, "too many conditions");
      query.conditions.push_back(TRY(condition()));
    }
    if (query.conditions.empty()) return wrong("a query has at least one condition, such as name=axios");
    return query;
  }

 private:
  bool skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    return at_ < text_.size();
  }

  std::unexpected<Error> wrong(std::string what, ErrorCode code = ErrorCode::usage) const {
    return fail(code, std::move(what), 0, static_cast<std::uint32_t>(at_ + 1));
  }

  Result<Condition> condition() {
    Condition out;
    const std::size_t end = std::min(text_.find_first_of("=!<>~ \t", at_), text_.size());
    const std::string_view name = text_.substr(at_, end - at_);
    const auto field = std::ranges::find(kFields, name);
    if (field == kFields.end())
      return wrong("no field '" + text::visible(name, 40) + "'" + did_you_mean(name, kFields));
    out.field = static_cast<QueryField>(field - kFields.begin());
    at_ = end;
    const auto operation =
        std::ranges::find_if(kOperators, [&](const auto& each) { return text_.substr(at_).starts_with(each.first); });
    if (operation == kOperators.end()) return wrong("one of = != < <= > >= ~ !~ must follow " + std::string(name));
    out.operation = operation->second;
    if (orders(out.operation) && out.field != QueryField::version) return wrong("only versions have an order");
    at_ += operation->first.size();
    do {
      if (out.values.size() == Query::kMaxValues) return fail(ErrorCode::too_many, "too many values");
      out.values.push_back(TRY(value()));
      if (const auto reason = fault_of(out, out.values.back())) return wrong(*reason, ErrorCode::invalid_value);
    } while (take(','));
    if (at_ < text_.size() && !is_blank(text_[at_])) return wrong("a blank must stand between conditions");
    return out;
  }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  Result<std::string> value() {
    if (take('"')) return quoted();
    const std::size_t end = std::min(text_.find_first_of(", \t\"", at_), text_.size());
    if (end == at_) return wrong("a value is missing");
    const std::size_t start = at_;
    at_ = end;
    return std::string(text_.substr(start, end - start));
  }

  Result<std::string> quoted() {
    std::string out;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return out;
      if (c == '\\' && at_ < text_.size()) {
        out += text_[at_++];
      } else {
        out += c;
      }
    }
    return wrong("the closing quote is missing");
  }

  // What is wrong with a value of a field whose values are a closed list.
  static std::optional<std::string> fault_of(const Condition& condition, std::string_view value) {
    std::span<const std::string_view> allowed;
    switch (condition.field) {
      case QueryField::scope: allowed = kScopes; break;
      case QueryField::install_script: allowed = kScripts; break;
      case QueryField::direct: allowed = kAnswers; break;
      default: return std::nullopt;
    }
    const bool contains = condition.operation == QueryOperator::has || condition.operation == QueryOperator::has_not;
    if (contains || std::ranges::find(allowed, value) != allowed.end()) return std::nullopt;
    return std::string(kFields[static_cast<std::size_t>(condition.field)]) + " is never '" + text::visible(value, 40) +
           "'" + did_you_mean(value, allowed);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<Query> parse_query(std::string_view text) { return Parser(text).parse(); }

}  // namespace cordon::sbom
