#include "rules/condition.h"

#include <algorithm>
#include <charconv>

#include "base/suggest.h"
#include "base/text.h"
#include "model/ascii.h"
#include "rules/pattern.h"

namespace cordon::rules {
namespace {

constexpr std::size_t kLongestName = 64;

bool same_word(std::string_view text, std::string_view word) {
  return std::ranges::equal(text, word, [](char a, char b) { return model::ascii::lower(a) == b; });
}

bool is_word_character(char c) { return model::ascii::is_alphanumeric(c) || c == '_' || c == '-' || c == '*'; }

}  // namespace

class ConditionParser {
 public:
  ConditionParser(std::string_view text, std::span<const std::string_view> names, const RuleLimits& limits)
      : text_(text), names_(names), limits_(limits) {
    next();
  }

  Result<Condition> read() {
    if (token_.empty() && at_end_) return error(ErrorCode::syntax, "a condition without text");
    condition_.root_ = TRY(disjunction(0));
    if (!at_end_) return error(ErrorCode::syntax, "expected 'and' or 'or', not '" + shown() + "'");
    return std::move(condition_);
  }

 private:
  using Kind = Condition::Kind;

  std::string shown() const { return text::visible(token_, kLongestName); }

  std::unexpected<Error> error(ErrorCode code, std::string message) const {
    return fail(code, std::move(message), 0, static_cast<std::uint32_t>(start_ + 1));
  }

  void next() {
    while (at_ < text_.size() && model::ascii::is_space(text_[at_])) ++at_;
    start_ = at_;
    at_end_ = at_ >= text_.size();
    while (at_ < text_.size() && is_word_character(text_[at_])) ++at_;
    if (at_ == start_ && !at_end_) ++at_;  // a bracket, or what does not belong here
    token_ = text_.substr(start_, at_ - start_);
  }

  bool is(std::string_view word) const { return same_word(token_, word); }

  Result<std::size_t> add(Kind kind, std::vector<std::size_t> operands, std::size_t least = 0) {
    if (condition_.nodes_.size() >= limits_.nodes) return error(ErrorCode::too_many, "a condition of too many parts");
    condition_.nodes_.push_back({kind, std::move(operands), least});
    return condition_.nodes_.size() - 1;
  }

  Result<std::size_t> disjunction(std::uint32_t depth) {
    std::vector<std::size_t> operands = {TRY(conjunction(depth))};
    while (is("or")) {
      next();
      operands.push_back(TRY(conjunction(depth)));
    }
    if (operands.size() == 1) return operands.front();
    return add(Kind::any, std::move(operands));
  }

  Result<std::size_t> conjunction(std::uint32_t depth) {
    std::vector<std::size_t> operands = {TRY(operand(depth))};
    while (is("and")) {
      next();
      operands.push_back(TRY(operand(depth)));
    }
    if (operands.size() == 1) return operands.front();
    return add(Kind::all, std::move(operands));
  }

  Result<std::size_t> operand(std::uint32_t depth) {
    if (depth >= limits_.depth) return error(ErrorCode::too_deep, "a condition that is nested too deep");
    if (at_end_) return error(ErrorCode::syntax, "the condition ends where a selection should stand");
    if (is("not")) {
      next();
      const std::size_t inner = TRY(operand(depth + 1));
      return add(Kind::negation, {inner});
    }
    if (is("(")) {
      next();
      const std::size_t inner = TRY(disjunction(depth + 1));
      if (!is(")")) return error(ErrorCode::syntax, "expected ')'");
      next();
      return inner;
    }
    if (!is_word_character(token_.front()) || is("and") || is("or") || is("of"))
      return error(ErrorCode::syntax, "expected a selection, not '" + shown() + "'");
    if (is("all") || model::ascii::is_digit(token_.front())) return quantity();
    return selection();
  }

  Result<std::size_t> selection() {
    if (token_.contains('*')) return error(ErrorCode::syntax, "a pattern needs '1 of' or 'all of' in front");
    const auto found = std::ranges::find(names_, token_);
    if (found == names_.end())
      return error(ErrorCode::not_found, "no selection '" + shown() + "'" + did_you_mean(token_, names_));
    const std::size_t index = static_cast<std::size_t>(found - names_.begin());
    next();
    return add(Kind::selection, {index});
  }

  Result<std::size_t> quantity() {
    std::size_t least = 0;
    const bool all = is("all");
    if (!all) {
      const auto [end, code] = std::from_chars(token_.data(), token_.data() + token_.size(), least);
      if (code != std::errc{} || end != token_.data() + token_.size() || least == 0)
        return error(ErrorCode::syntax, "expected a number above 0 or 'all' in front of 'of'");
    }
    next();
    if (!is("of")) return error(ErrorCode::syntax, "expected 'of'");
    next();
    if (at_end_ || !is_word_character(token_.front()))
      return error(ErrorCode::syntax, "expected 'them' or a pattern of selections");
    std::vector<std::size_t> chosen;
    const Pattern pattern(token_, Letters::exact);
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (is("them") ? !names_[i].starts_with('_') : pattern.matches(names_[i])) chosen.push_back(i);
    if (chosen.empty()) return error(ErrorCode::not_found, "no selection is of the form '" + shown() + "'");
    if (least > chosen.size())
      return error(ErrorCode::invalid_value,
                   "only " + std::to_string(chosen.size()) + " are of the form '" + shown() + "': this never holds");
    next();
    const std::size_t enough = all ? chosen.size() : least;
    return add(Kind::at_least, std::move(chosen), enough);
  }

  std::string_view text_, token_;
  std::span<const std::string_view> names_;
  const RuleLimits& limits_;
  std::size_t at_ = 0, start_ = 0;
  bool at_end_ = false;
  Condition condition_;
};

Result<Condition> Condition::parse(std::string_view text, std::span<const std::string_view> names,
                                   const RuleLimits& limits) {
  return ConditionParser(text, names, limits).read();
}

bool Condition::uses(std::size_t selection) const {
  return std::ranges::any_of(nodes_, [&](const Node& node) {
    const bool names_selections = node.kind == Kind::selection || node.kind == Kind::at_least;
    return names_selections && std::ranges::find(node.operands, selection) != node.operands.end();
  });
}

}  // namespace cordon::rules
