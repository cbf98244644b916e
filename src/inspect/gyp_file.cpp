#include "inspect/gyp_file.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "inspect/shell.h"

namespace cordon::inspect {
namespace {

// What the texts of a list, or of a key, mean.
enum class Role : std::uint8_t { none, action, includes, sources, dependencies, conditions };

// gyp merges lists by marks behind a key: "action+", "sources!".
Role role_of(std::string_view key) {
  while (!key.empty() && std::string_view("+=?!/%").find(key.back()) != std::string_view::npos) key.remove_suffix(1);
  if (key == "action") return Role::action;
  if (key == "includes") return Role::includes;
  if (key == "sources") return Role::sources;
  if (key == "dependencies") return Role::dependencies;
  return key == "conditions" || key == "target_conditions" ? Role::conditions : Role::none;
}

struct Frame {
  char open = '{';
  Role role = Role::none;  // of a list
  std::string key;         // of a dictionary: the one whose value comes
  bool in_value = false;   // of a dictionary
  std::string joined;      // of an action
  std::uint32_t line = 0;
};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

class GypReader {
 public:
  GypReader(std::string_view text, const Limits& limits)
      : text_(text), depth_(limits.depth), commands_left_(std::min(limits.entries, kMostGypCommands)) {}

  Result<GypFile> read() {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (at_ < text_.size() && !stopped_) {
      TRY(step());
      if (overflow_) return fail(ErrorCode::too_many, "more commands than the limit", line_);
    }
    if (!frames_.empty() && !stopped_) problem(ErrorCode::truncated, "the file ends inside a bracket");
    return std::move(out_);
  }

 private:
  Result<void> step() {
    const char c = text_[at_];
    if (c == '\n') ++line_;
    if (c == '\n' || c == ' ' || c == '\t' || c == '\r' || c == '\f') {
      ++at_;
      return {};
    }
    if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return {};
    }
    if (const auto quote = quote_at()) return string(*quote);
    if (c == '{' || c == '[' || c == '(') return open(c);
    if (c == '}' || c == ']' || c == ')') close(c);
    else if (c == ',') comma();
    else if (c == ':') colon();
    else if (is_word(c)) return word();
    else if (c == '-' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])) after_value_ = false;
    else if (c != '\\') expression();  // a backslash joins lines
    ++at_;
    return {};
  }

  Result<void> open(char c) {
    if (after_value_) expression();  // a call, or an element taken out of something
    if (frames_.size() >= depth_) return fail(ErrorCode::too_deep, "brackets nest deeper than the limit", line_);
    Frame frame{c, Role::none, {}, false, {}, line_};
    if (c != '{' && !frames_.empty()) {
      const Frame& above = frames_.back();
      // Lists in a list of conditions are pairs of a condition and what holds then.
      frame.role = above.open == '{' ? (above.in_value ? role_of(above.key) : Role::none) : above.role;
    }
    frames_.push_back(std::move(frame));
    after_value_ = false;
    ++at_;
    return {};
  }

  void close(char c) {
    const char wanted = c == '}' ? '{' : c == ']' ? '[' : '(';
    if (frames_.empty() || frames_.back().open != wanted) {
      problem(ErrorCode::syntax, "a bracket closes that is not open");
      stopped_ = true;
      return;
    }
    const Frame& frame = frames_.back();
    // Parentheses around the words of one list stand for their parts.
    if (frame.role == Role::action && !frame.joined.empty()) {
      const bool inner = frames_.size() > 1 && frames_[frames_.size() - 2].role == Role::action;
      if (inner) append_word(frames_[frames_.size() - 2], frame.joined);
      else add(GypCommandKind::action, frame.joined, frame.line);
    }
    frames_.pop_back();
    after_value_ = true;
  }

  void comma() {
    if (!frames_.empty() && frames_.back().open == '{') frames_.back().in_value = false;
    after_value_ = false;
  }

  void colon() {
    if (!frames_.empty() && frames_.back().open == '{' && !frames_.back().in_value) frames_.back().in_value = true;
    else expression();
    after_value_ = false;
  }

  Result<void> word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_word(text_[at_]) || (is_digit(text_[begin]) && text_[at_] == '.'))) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (!is_digit(word.front()) && word != "True" && word != "False" && word != "None") expression();
    after_value_ = true;
    return {};
  }

  // Where a text begins, with Python's prefixes, and whether its escapes are left alone.
  struct Quote {
    std::size_t open = 0;  // of the first quotation mark
    bool raw = false;
  };
  std::optional<Quote> quote_at() const {
    Quote quote{at_, false};
    while (quote.open < text_.size() && quote.open < at_ + 3) {
      const char c = text_[quote.open];
      if (c == '\'' || c == '"') return quote;
      if (std::string_view("rRuUbBfF").find(c) == std::string_view::npos) return std::nullopt;
      // Of a formatted text the expressions in it are evaluated.
      quote.raw = quote.raw || c == 'r' || c == 'R';
      ++quote.open;
    }
    return std::nullopt;
  }

  Result<void> string(Quote quote) {
    const std::uint32_t line = line_;
    std::string value;
    for (std::optional<Quote> next = quote; next; next = next_string()) {
      if (text_.substr(at_, next->open - at_).find_first_of("fF") != std::string_view::npos) expression();
      at_ = next->open;
      if (!string_body(next->raw, value)) {
        problem(ErrorCode::truncated, "a text does not end");
        stopped_ = true;
        break;
      }
    }
    use(value, line);
    after_value_ = true;
    return {};
  }

  // Texts that stand beside each other are one. Comments and lines may stand between them.
  std::optional<Quote> next_string() {
    std::size_t at = at_;
    std::uint32_t line = line_;
    while (at < text_.size()) {
      const char c = text_[at];
      if (c == '\n') ++line;
      if (c == '#') at = std::min(text_.find('\n', at), text_.size());
      else if (c == '\n' || c == ' ' || c == '\t' || c == '\r' || c == '\\') ++at;
      else break;
    }
    const std::size_t back = at_;
    at_ = at;
    const std::optional<Quote> quote = at < text_.size() ? quote_at() : std::nullopt;
    if (quote) line_ = line;
    else at_ = back;
    return quote;
  }

  // From the first quotation mark to behind the last. False where it does not end.
  bool string_body(bool raw, std::string& value) {
    const char mark = text_[at_];
    const bool triple = text_.substr(at_, 3) == std::string(3, mark);
    at_ += triple ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == mark && (!triple || text_.substr(at_, 3) == std::string(3, mark))) {
        at_ += triple ? 3 : 1;
        return true;
      }
      if (c == '\n') {
        if (!triple) return false;
        ++line_;
      }
      if (c == '\\' && at_ + 1 < text_.size()) {
        escape(raw, value);
        continue;
      }
      value += c;
      ++at_;
    }
    return false;
  }

  void escape(bool raw, std::string& value) {
    const char c = text_[at_ + 1];
    if (c == '\n') ++line_;
    if (raw) {
      value.append(text_.substr(at_, 2));
      at_ += 2;
      return;
    }
    at_ += 2;
    static constexpr std::string_view kNames = "abfnrtv", kValues = "\a\b\f\n\r\t\v";
    if (const std::size_t name = kNames.find(c); name != std::string_view::npos) value += kValues[name];
    else if (c == 'x') code(value, 16, 2);
    else if (c == 'u') code(value, 16, 4);
    else if (c == 'U') code(value, 16, 8);
    else if (c >= '0' && c <= '7') {
      --at_;
      code(value, 8, 3);
    } else if (c == '\\' || c == '\'' || c == '"') value += c;
    else if (c != '\n') value.append({'\\', c});
  }

  void code(std::string& value, int base, int most) {
    std::uint32_t code = 0;
    for (int i = 0; i < most && at_ < text_.size(); ++i, ++at_) {
      const int digit = digit_value(text_[at_]);
      if (digit < 0 || digit >= base) break;
      code = code * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit);
    }
    utf8::append(value, code > 0x10FFFF || (code >= 0xD800 && code < 0xE000) ? 0xFFFD : code);
  }

  void use(std::string_view value, std::uint32_t line) {
    find_expansions(value, line);
    if (frames_.empty()) return;
    Frame& frame = frames_.back();
    if (frame.open == '{' && !frame.in_value) {
      frame.key = value;
      return;
    }
    const Role role = frame.open == '{' ? role_of(frame.key) : frame.role;
    if (role == Role::action && frame.open == '{') add(GypCommandKind::action, std::string(value), line);
    else if (role == Role::action) append_word(frame, quoted(value));
    else if (role == Role::sources) ++out_.sources;
    else if (role == Role::includes) out_.includes.push_back({std::string(value), line});
    else if (role == Role::dependencies) dependency(value, line);
    // A condition is an expression of comparisons; names with "__" lead from them to everything that Python has.
    else if (role == Role::conditions && value.find("__") != std::string_view::npos)
      add(GypCommandKind::python, std::string(value), line);
  }

  void dependency(std::string_view value, std::uint32_t line) {
    const std::string_view file = value.substr(
        0, value.find(".gyp:") == std::string_view::npos ? 0 : value.find(".gyp:") + std::string_view(".gyp").size());
    if (!file.empty() && file.find('<') == std::string_view::npos) out_.includes.push_back({std::string(file), line});
  }

  static void append_word(Frame& frame, std::string_view word) {
    if (!frame.joined.empty()) frame.joined += ' ';
    frame.joined.append(word);
  }

  // gyp gives each word as one; only its own expansions become more.
  static std::string quoted(std::string_view word) {
    const bool is_expansion = word.size() > 1 && std::string_view("<>^").find(word.front()) != std::string_view::npos &&
                              std::string_view("!@(|").find(word[1]) != std::string_view::npos;
    const bool names_value = word.find("<(") != std::string_view::npos || word.find(">(") != std::string_view::npos ||
                             word.find("$(") != std::string_view::npos || word.find("<@(") != std::string_view::npos;
    if (is_expansion || (names_value && word.find_first_of(" \t\n;|&`'\"") == std::string_view::npos))
      return std::string(word);
    return as_word(word);
  }

  void find_expansions(std::string_view value, std::uint32_t line) {
    for (std::size_t at = value.find_first_of("<>^"); at != std::string_view::npos;
         at = value.find_first_of("<>^", at)) {
      std::size_t next = ++at;
      if (next >= value.size() || value[next] != '!') continue;
      ++next;
      if (next < value.size() && value[next] == '@') ++next;
      const std::size_t name = next;
      while (next < value.size() && (is_word(value[next]) || value[next] == '-' || value[next] == '.')) ++next;
      if (next >= value.size() || value[next] != '(') continue;
      const std::size_t begin = next + 1;
      int open = 1;
      for (next = begin; next < value.size() && open > 0; ++next)
        open += value[next] == '(' ? 1 : value[next] == ')' ? -1 : 0;
      const std::size_t end = open == 0 ? next - 1 : value.size();
      // "<!pymod_do_main(module arguments)" loads a module of Python's and runs it.
      std::string command(value.substr(name, begin - 1 - name));
      if (!command.empty()) command += ' ';
      command.append(value.substr(begin, end - begin));
      add(GypCommandKind::expansion, std::move(command), line);
      at = end;
    }
  }

  // What stands in this line is no literal. Told once a line.
  void expression() {
    if (expression_line_ == line_) return;
    expression_line_ = line_;
    const std::size_t before = at_ == 0 ? std::string_view::npos : text_.rfind('\n', at_ - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    std::string_view whole = text_.substr(begin, std::min(text_.find('\n', at_), text_.size()) - begin);
    while (!whole.empty() && (whole.front() == ' ' || whole.front() == '\t')) whole.remove_prefix(1);
    while (!whole.empty() && (whole.back() == ' ' || whole.back() == '\r')) whole.remove_suffix(1);
    add(GypCommandKind::python, std::string(whole), line_);
  }

  void add(GypCommandKind kind, std::string text, std::uint32_t line) {
    if (commands_left_ == 0) {
      overflow_ = true;
      return;
    }
    --commands_left_;
    out_.commands.push_back({kind, std::move(text), line});
  }

  void problem(ErrorCode code, std::string message) {
    out_.problems.push_back(Error{code, std::move(message), line_, 0, {}});
  }

  std::string_view text_;
  std::uint32_t depth_, commands_left_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1, expression_line_ = 0;
  bool after_value_ = false;  // a value stands before, so that a bracket would be a call
  bool stopped_ = false, overflow_ = false;
  std::vector<Frame> frames_;
  GypFile out_;
};

}  // namespace

Result<GypFile> parse_gyp(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) return fail(ErrorCode::too_large, "larger than the limit");
  return GypReader(text, limits).read();
}

}  // namespace cordon::inspect
