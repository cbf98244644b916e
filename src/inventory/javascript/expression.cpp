#include "inventory/javascript/expression.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace cordon::inventory::javascript {
namespace {

constexpr std::uint32_t kMostRepeats = 1'000;  // of RE2
constexpr std::uint32_t kNoEnd = ~0u;
constexpr std::size_t kMostGroups = 100, kMostLiterals = 16, kMaxGap = 100'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Repeat {
  std::uint32_t least = 0, most = kNoEnd;
  std::size_t length = 0;  // in the text, with the '?' of a lazy one
};

class Translator {
 public:
  explicit Translator(std::string_view text) : text_(text) {}

  Result<Expression> run() {
    out_.groups.push_back(0);
    while (at_ < text_.size()) TRY(next());
    if (!open_.empty()) return fail(ErrorCode::syntax, "a group is not closed");
    end_literal();
    if (alternatives_) out_.literals.clear();
    out_.group_count = group_;
    return std::move(out_);
  }

 private:
  struct Group {
    std::size_t begin = 0;   // in the output, of the parenthesis
    std::size_t inside = 0;  // in the output, of what stands in it
    int number = 0;          // of RE2; 0: it captures nothing
    std::size_t original = 0;
    bool look_behind = false;
    bool literal = true;                // only characters and '|' so far
    std::vector<std::string> branches;  // then these
  };

  bool at_top() const { return open_.empty(); }

  Result<void> next() {
    const char c = text_[at_];
    switch (c) {
      case '(': return open();
      case ')': return close();
      case '[': return character_class();
      case '\\': return escape();
      case '|':
        ++at_;
        branch();
        return {};
      case '.':
        ++at_;
        atom(".", true);
        return repeat();
      case '^':
      case '$':
        ++at_;
        no_literal();
        out_.re2 += c;
        atom_.reset();
        return {};
      case '*':
      case '+':
      case '?': return fail(ErrorCode::syntax, "nothing to repeat");
      default: ++at_; return character(c);
    }
  }

  // One character that stands for itself.
  Result<void> character(char c) {
    std::string quoted;
    if (std::string_view("\\.+*?()|[]{}^$").contains(c)) quoted += '\\';
    // RE2 reads bytes here (Latin-1), as the texts are: those of a character in UTF-8 one after another.
    quoted += c;
    atom(quoted, true);
    const std::optional<Repeat> times = repetition();
    if (!times) return literal_character(c);
    if (times->least > 0) TRY(literal_character(c));
    end_literal();
    if (!at_top()) open_.back().literal = false;
    return repeat();
  }

  Result<void> literal_character(char c) {
    if (at_top()) run_ += c;
    else open_.back().branches.back() += c;
    return {};
  }

  void atom(std::string_view quoted, bool is_one) {
    atom_ = out_.re2.size();
    is_one_ = is_one;
    if (quoted == ".") no_literal();
    out_.re2 += quoted;
  }

  // What follows is no text that is known.
  void no_literal() {
    end_literal();
    if (!at_top()) open_.back().literal = false;
  }

  void end_literal() {
    if (at_top()) offer({std::move(run_)});
    run_.clear();
  }

  // Keeps the literals whose shortest is the longest.
  void offer(std::vector<std::string> candidates) {
    const auto shortest = [](const std::vector<std::string>& list) {
      std::size_t size = list.empty() ? 0 : list.front().size();
      for (const std::string& one : list) size = std::min(size, one.size());
      return size;
    };
    if (candidates.size() <= kMostLiterals && shortest(candidates) > shortest(out_.literals))
      out_.literals = std::move(candidates);
  }

  void branch() {
    out_.re2 += '|';
    atom_.reset();
    if (at_top()) alternatives_ = true;
    else open_.back().branches.emplace_back();
  }

  Result<void> open() {
    if (out_.groups.size() + open_.size() > kMostGroups) return fail(ErrorCode::too_many, "too many groups");
    end_literal();
    for (Group& outer : open_) outer.literal = false;
    Group group;
    group.begin = out_.re2.size();
    group.branches.emplace_back();
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("(?:")) {
      out_.re2 += "(?:";
      at_ += 3;
    } else if (rest.starts_with("(?<=")) {
      group.look_behind = true;
      group.literal = false;
      at_ += 4;
    } else if (rest.starts_with("(?")) {
      return fail(ErrorCode::unsupported_format, "lookaround, or a group with a name: " + text::visible(rest, 20));
    } else {
      out_.re2 += '(';
      group.number = ++group_;
      group.original = out_.groups.size();
      out_.groups.push_back(group.number);
      sources_.emplace_back();
      ++at_;
    }
    group.inside = out_.re2.size();
    open_.push_back(std::move(group));
    atom_.reset();
    return {};
  }

  Result<void> close() {
    if (open_.empty()) return fail(ErrorCode::syntax, "a parenthesis too many");
    ++at_;
    Group group = std::move(open_.back());
    open_.pop_back();
    if (group.look_behind) return look_behind(group);
    if (group.original != 0) sources_[group.original - 1] = out_.re2.substr(group.inside);
    out_.re2 += ')';
    atom_ = group.begin;
    is_one_ = false;
    const std::optional<Repeat> times = repetition();
    if (at_top() && group.literal && (!times || times->least > 0)) offer(std::move(group.branches));
    return repeat();
  }

  Result<void> look_behind(const Group& group) {
    if (!at_top()) return fail(ErrorCode::unsupported_format, "looking back inside a group");
    std::string inside = out_.re2.substr(group.inside);
    if (inside.contains('(')) return fail(ErrorCode::unsupported_format, "looking back for groups");
    out_.re2.resize(group.begin);
    out_.re2 += "()";
    out_.before.push_back({++group_, "(?:" + inside + ")"});
    atom_.reset();
    return {};
  }

  Result<void> character_class() {
    std::size_t end = at_ + 1;
    if (end < text_.size() && text_[end] == '^') ++end;
    const std::size_t first = end;
    for (; end < text_.size() && text_[end] != ']'; ++end)
      if (text_[end] == '\\') ++end;
    if (end >= text_.size()) return fail(ErrorCode::syntax, "a class is not closed");
    // JavaScript knows the empty class, RE2 reads ']' in front as a member.
    if (end == first) return fail(ErrorCode::unsupported_format, "an empty class");
    // "[" inside a class is a member of it; RE2 would look for "[:name:]".
    std::string quoted = "[";
    for (std::size_t i = at_ + 1; i < end; ++i) {
      if (text_[i] == '[') quoted += '\\';
      quoted += text_[i];
      if (text_[i] == '\\' && i + 1 < end) quoted += text_[++i];
    }
    at_ = end + 1;
    atom(quoted + "]", true);
    no_literal();
    return repeat();
  }

  Result<void> escape() {
    if (at_ + 1 >= text_.size()) return fail(ErrorCode::syntax, "a backslash at the end");
    const char c = text_[at_ + 1];
    at_ += 2;
    switch (c) {
      case 'n': return character('\n');
      case 'r': return character('\r');
      case 't': return character('\t');
      case 'f': return character('\f');
      case 'v': return character('\v');
      case 'd':
      case 'D':
      case 'w':
      case 'W':
      case 's':
      case 'S':
        // RE2's \s knows no vertical tab.
        atom(c == 's' ? "[\\s\\v]" : c == 'S' ? "[^\\s\\v]" : std::string{'\\', c}, true);
        no_literal();
        return repeat();
      case 'b':
      case 'B':
        no_literal();
        out_.re2 += '\\';
        out_.re2 += c;
        atom_.reset();
        return {};
      default:
        if (is_digit(c)) return reference(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
          return fail(ErrorCode::unsupported_format, std::string("the escape \\") + c);
        return character(c);
    }
  }

  Result<void> reference(char digit) {
    const auto group = static_cast<std::size_t>(digit - '0');
    if (group == 0 || group >= out_.groups.size() || (at_ < text_.size() && is_digit(text_[at_])))
      return fail(ErrorCode::unsupported_format, "a reference to a group that is not there");
    const std::string inside = sources_[group - 1];
    const bool is_open = std::ranges::any_of(open_, [&](const Group& each) { return each.original == group; });
    if (is_open || inside.contains('(') || inside.contains('|'))
      return fail(ErrorCode::unsupported_format, "a reference to a group that holds groups or branches");
    no_literal();
    for (Group& outer : open_) outer.literal = false;
    atom_ = out_.re2.size();
    is_one_ = false;
    out_.re2 += "(" + inside + ")";
    out_.same.push_back({out_.groups[group], ++group_});
    if (repetition()) return fail(ErrorCode::unsupported_format, "a reference that is repeated");
    return {};
  }

  // What stands here, if it is a repetition. "{" that begins none stands for itself, in JavaScript as in RE2.
  std::optional<Repeat> repetition() const {
    if (at_ >= text_.size()) return std::nullopt;
    Repeat out;
    switch (text_[at_]) {
      case '*': out.length = 1; break;
      case '+': out = {1, kNoEnd, 1}; break;
      case '?': out = {0, 1, 1}; break;
      case '{': {
        const std::size_t end = text_.find('}', at_);
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
        const std::size_t comma = inside.find(',');
        const auto least = number(inside.substr(0, comma));
        if (!least) return std::nullopt;
        out.least = out.most = *least;
        if (comma != std::string_view::npos) {
          const std::string_view rest = inside.substr(comma + 1);
          const auto most = number(rest);
          if (!most && !rest.empty()) return std::nullopt;
          out.most = most.value_or(kNoEnd);
        }
        out.length = end + 1 - at_;
        break;
      }
      default: return std::nullopt;
    }
    if (at_ + out.length < text_.size() && text_[at_ + out.length] == '?') ++out.length;
    return out;
  }

  // Takes the repetition that stands here, if there is one.
  Result<void> repeat() {
    const std::optional<Repeat> times = repetition();
    if (!times) return {};
    if (!atom_) return fail(ErrorCode::syntax, "nothing to repeat");
    const std::string_view written = text_.substr(at_, times->length);
    at_ += times->length;
    if (repetition()) return fail(ErrorCode::syntax, "a repetition of a repetition");
    if (times->most != kNoEnd && times->most < times->least)
      return fail(ErrorCode::syntax, "a range that is upside down");
    const bool long_one = times->least > kMostRepeats || (times->most != kNoEnd && times->most > kMostRepeats);
    if (!long_one) {
      out_.re2 += written;
      return {};
    }
    if (!is_one_ || !at_top() || times->least > kMostRepeats || times->most > kMaxGap)
      return fail(ErrorCode::unsupported_format, "a long repetition: " + text::visible(written, 20));
    out_.re2.insert(*atom_, "(");
    out_.re2 += "{" + std::to_string(times->least) + ",}?)";
    out_.gaps.push_back({++group_, times->least, times->most});
    atom_.reset();
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Expression out_;
  int group_ = 0;  // of RE2, the last one
  std::vector<Group> open_;
  std::vector<std::string> sources_;  // what stands in each group of the original, once it is closed
  std::optional<std::size_t> atom_;   // in the output, what a repetition would repeat
  bool is_one_ = false;               // it is one character
  bool alternatives_ = false;         // '|' outside of groups
  std::string run_;                   // characters that stand for themselves, outside of groups
};

}  // namespace

Result<Expression> translate(std::string_view javascript) { return Translator(javascript).run(); }

}  // namespace cordon::inventory::javascript
