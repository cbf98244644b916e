#include "inspect/shell.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "inspect/shell_documents.h"
#include "inspect/words.h"

namespace cordon::inspect {
namespace {

// Words that begin and end a group where a command is expected.
constexpr std::array kOpens = std::to_array<std::string_view>({"{", "if", "while", "until", "for", "case"});
constexpr std::array kCloses = std::to_array<std::string_view>({"}", "fi", "done", "esac"});

constexpr std::size_t kMostOpen = 16;        // substitutions in each other
constexpr std::size_t kMostUnended = 16;     // here-documents without their end
constexpr std::size_t kMostDocuments = 64;   // of one line
constexpr std::size_t kMostSecondLooks = 8;  // at what stands behind a quotation mark that nothing closes

bool is_empty(const ShellCommand& command) {
  return command.words.empty() && command.into.empty() && command.from.empty() && command.given.empty();
}

class Splitter {
 public:
  Splitter(std::string_view text, const ShellLimits& limits)
      : text_(text), limits_(limits), is_of_windows_(is_of_windows(text)) {}

  std::vector<ShellCommand> run(bool& complete) {
    commands_.emplace_back();
    while (commands_.size() <= limits_.commands && (at_ < text_.size() || look_again())) step();
    end_command();
    complete = at_ >= text_.size() && !is_cut_;
    std::erase_if(commands_, [](const ShellCommand& each) { return is_empty(each); });
    return std::move(commands_);
  }

 private:
  // What goes on outside while a substitution is read.
  struct Outer {
    std::string word;
    char quote = 0, closer = 0;
    std::size_t owner = 0, arrows = 0;
    std::uint32_t brackets = 0;
    bool to_file = false, from_file = false, is_quoted = false;
  };

  // A quotation mark that nothing closes is a letter for shells that do not know it; others stop there. Either way it
  // must not hide what stands behind it.
  bool look_again() {
    if (quote_ == 0 || opened_at_ >= text_.size()) return false;
    if (second_looks_ == kMostSecondLooks) return !(is_cut_ = true);
    ++second_looks_;
    at_ = opened_at_ + 1;
    quote_ = 0;
    word_.resize(std::min(word_.size(), opened_word_));
    return at_ < text_.size();
  }

  void step() {
    const char c = text_[at_];
    const std::string_view two = text_.substr(at_, 2);
    if (quote_ == '\'') {
      if (c == '\'') quote_ = 0;
      else put(c);
      ++at_;
    } else if (quote_ == '$') {
      ansi(c);
    } else if (two == "$(" || (quote_ == 0 && (two == "<(" || two == ">("))) {
      at_ += 2;
      open('\x29', c == '>');
    } else if (c == '`' && !(!outer_.empty() && outer_.back().closer == '`')) {
      ++at_;
      open('`', false);
    } else if (quote_ == 0 && closes(c)) {
      ++at_;
      close();
    } else if (c == '\\' && at_ + 1 < text_.size()) {
      escape();
    } else if (quote_ == '"') {
      if (c == '"') quote_ = 0;
      else put(c);
      ++at_;
    } else {
      plain(c, two);
    }
  }

  bool closes(char c) const { return !outer_.empty() && c == outer_.back().closer && (c == '`' || brackets_ == 0); }

  // $'…': with the escapes of C.
  void ansi(char c) {
    ++at_;
    if (c == '\'') quote_ = 0;
    else if (c == '\\' && at_ < text_.size()) put(ansi_escape(text_, at_));
    else put(c);
  }

  // Windows' folders are written with what escapes elsewhere; which of both it is, the whole word says.
  void escape() {
    const char next = text_[at_ + 1];
    if (next == '\n' || text_.substr(at_ + 1, 2) == "\r\n") {
      at_ += next == '\n' ? 2 : 3;
      return;
    }
    const bool is_escape = std::string_view("\"'\\$` &|;<>()").find(next) != std::string_view::npos;
    if (is_escape) put(next);
    else if (quote_ == 0) put_doubtful('/');
    else put('/');
    at_ += is_escape ? 2 : 1;
  }

  void plain(char c, std::string_view two) {
    if (two == "$'" || two == "$\"") {
      quote(two[1] == '"' ? '"' : '$', at_ + 1);
      at_ += 2;
    } else if (c == '\'' || c == '"') {
      quote(c, at_);
      ++at_;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      end_word();
      ++at_;
    } else if (c == '#' && !in_word_) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (two == "&&" || two == "||") {
      begin(false);
      at_ += 2;
    } else if (c == '\n') {
      newline();
    } else if ((c == '(' || c == ')') && reads_brackets(first_word())) {
      put(c);
      ++at_;
    } else if (c == '|' || c == ';' || c == '(' || c == ')') {
      separator(c, two);
      ++at_;
    } else if (c == '&') {
      ampersand();
    } else if (c == '>' || c == '<') {
      redirect(c);
    } else if (c == '^') {
      put_doubtful(c);
      ++at_;
    } else {
      put(c);
      ++at_;
    }
  }

  std::string_view first_word() const {
    const ShellCommand& command = commands_.back();
    return command.words.empty() ? std::string_view() : command.words.front();
  }

  void quote(char mark, std::size_t at) {
    quote_ = mark;
    opened_at_ = at;
    opened_word_ = word_.size();
    in_word_ = is_quoted_ = true;
  }

  void newline() {
    ++at_;
    end_word();
    if (!documents_.empty()) documents();
    // Behind "|" and "&&" a command may stand in the next line.
    if (is_empty(commands_.back()) && commands_.back().piped) return;
    begin(false);
  }

  void separator(char c, std::string_view two) {
    end_word();
    const bool behind_group = closed_;
    if (c == '|' && two == "|&") ++at_;
    const bool is_fed = c == '(' && commands_.back().piped && is_empty(commands_.back());
    if (two == "((") arithmetic_ = true;
    if (two == "))") arithmetic_ = false;
    if (c == '(') ++depth_, ++brackets_;
    if (c == ')') leave(), brackets_ -= brackets_ > 0 ? 1 : 0;
    begin(c == '|' || is_fed);
    if (is_fed) feed(commands_.back());
    commands_.back().reads_group = c == '|' && behind_group;
    closed_ = c == ')';
  }

  // All commands of a group that a pipe leads into read what comes through it.
  void feed(ShellCommand& command) {
    fed_.emplace_back(depth_, ++groups_);
    command.group = groups_;
  }

  void leave() {
    if (depth_ > 0) --depth_;
    while (!fed_.empty() && fed_.back().first > depth_) fed_.pop_back();
  }

  void ampersand() {
    ++at_;
    if (at_ < text_.size() && text_[at_] == '>') return;  // &> file
    end_word();
    commands_.back().background = true;
    begin(false);
  }

  void redirect(char c) {
    // The number of what is redirected: 2>
    if (in_word_ && word_.size() == 1 && word_[0] >= '0' && word_[0] <= '9') {
      word_.clear();
      in_word_ = false;
    }
    end_word();
    if (closed_ && commands_.back().words.empty()) commands_.back().reads_group = true;
    const std::size_t begin = at_;
    // The arrow of "< <(…)" and of "> >(…)" is no second one.
    while (at_ < text_.size() && (text_[at_] == '>' || text_[at_] == '<') && at_ < begin + 3) ++at_;
    if (at_ < text_.size() && text_[at_] == '(') --at_;
    if (at_ < text_.size() && text_[at_] == '|' && c == '>') ++at_;  // >| file
    if (at_ < text_.size() && text_[at_] == '&') {
      ++at_;
      const std::size_t end = std::min(text_.find_first_not_of("0123456789-", at_), text_.size());
      if (end > at_) {  // 2>&1
        at_ = end;
        return;
      }
    }
    to_file_ = c == '>';
    from_file_ = c == '<';
    arrows_ = text_.substr(begin, 2) == "<>" ? 1 : at_ - begin;
    if (from_file_ && text_.substr(begin, at_ - begin) == "<<") document();
  }

  // In arithmetic it is a shift; shells of Windows have none.
  void document() {
    if (is_of_windows_ || arithmetic_ || unended_ == kMostUnended || begins_remark(first_word())) return;
    std::optional<HereDocument> found = here_document(text_, at_);
    if (!found) return;
    from_file_ = false;
    if (documents_.size() == kMostDocuments) return void(is_cut_ = true);
    found->command = commands_.size() - 1;
    documents_.push_back(std::move(*found));
  }

  void documents() {
    for (const HereDocument& each : documents_) {
      std::optional<std::string> body = body_of(each, text_, at_);
      // Without its end it may be no document at all: what stands there is read as commands.
      if (!body) {
        is_cut_ = is_cut_ || ++unended_ == kMostUnended;
        break;
      }
      ShellCommand& command = commands_[each.command];
      if (!each.is_literal && body->find_first_of("$`") != std::string::npos) command.put_in.push_back(*body);
      command.given.push_back(std::move(*body));
    }
    documents_.clear();
  }

  void put(char c) {
    in_word_ = true;
    word_ += c;
    if (is_doubtful_) letters_ += c;
  }

  // What is a letter, or nothing, according to which shell reads it.
  void put_doubtful(char c) {
    if (!is_doubtful_) letters_ = word_;
    is_doubtful_ = in_word_ = true;
    word_ += c;
  }

  // "cu\rl" is curl where no folder of that name holds a program that is known.
  void settle() {
    if (!is_doubtful_) return;
    is_doubtful_ = false;
    const bool is_short_option = letters_.starts_with('-') && letters_.size() <= 3;
    if (is_short_option || (is_known_program(letters_) && !is_known_program(word_))) word_ = std::move(letters_);
    letters_.clear();
  }

  void end_word() {
    if (!in_word_) return;
    settle();
    ShellCommand& command = commands_.back();
    if (to_file_) command.into.push_back(std::move(word_));
    else if (from_file_ && arrows_ == 3) command.given.push_back(std::move(word_));
    else if (from_file_ && arrows_ == 1) command.from.push_back(std::move(word_));
    else if (!from_file_ && !groups(command)) {
      command.words.push_back(std::move(word_));
      command.quoted.push_back(is_quoted_);
    }
    to_file_ = from_file_ = in_word_ = is_quoted_ = false;
    word_.clear();
  }

  // Whether the word only begins or ends a group; one that begins one by a command is that command's, too.
  bool groups(ShellCommand& command) {
    closed_ = false;
    if (!command.words.empty() || is_quoted_) return false;
    if (words::is_one_of(word_, kCloses)) {
      leave();
      command.depth = depth_;
      command.group = fed_.empty() ? 0 : fed_.back().second;
      return closed_ = true;
    }
    if (words::is_one_of(word_, kOpens)) {
      command.depth = ++depth_;
      if (command.piped) feed(command);
    }
    return word_ == "{";
  }

  void begin(bool piped) {
    end_command();
    add_command().piped = piped;
    closed_ = false;
  }

  ShellCommand& add_command() {
    ShellCommand& out = commands_.emplace_back();
    out.depth = depth_;
    out.level = static_cast<std::uint32_t>(outer_.size());
    out.substituted = !outer_.empty();
    out.group = fed_.empty() ? 0 : fed_.back().second;
    return out;
  }

  void end_command() {
    end_word();
    to_file_ = from_file_ = false;
  }

  // What is put in runs as a command of its own; where it stands the running shell knows what is there.
  void open(char closer, bool is_fed) {
    if (outer_.size() >= kMostOpen) {
      is_cut_ = true;
      return;
    }
    put(kHole);
    if (closer == '\x29' && text_.substr(at_ - 2, 3) == "$((") arithmetic_ = true;
    if (is_fed) commands_.back().feeds = true;
    outer_.push_back(
        {std::move(word_), quote_, closer, commands_.size() - 1, arrows_, brackets_, to_file_, from_file_, is_quoted_});
    word_.clear();
    quote_ = 0;
    brackets_ = 0;
    in_word_ = is_quoted_ = to_file_ = from_file_ = is_doubtful_ = false;
    add_command();
  }

  void close() {
    end_command();
    Outer outer = std::move(outer_.back());
    outer_.pop_back();
    // What follows belongs to the command outside, whose words go on.
    ShellCommand rest = std::move(commands_[outer.owner]);
    commands_[outer.owner] = ShellCommand();
    for (HereDocument& each : documents_)
      if (each.command == outer.owner) each.command = commands_.size();
    commands_.push_back(std::move(rest));
    word_ = std::move(outer.word);
    quote_ = outer.quote;
    arrows_ = outer.arrows;
    brackets_ = outer.brackets;
    to_file_ = outer.to_file;
    from_file_ = outer.from_file;
    is_quoted_ = outer.is_quoted;
    in_word_ = true;
    // Where a mark stood open before, what is behind it was read in the meantime.
    if (quote_ != 0) opened_at_ = at_ - 1, opened_word_ = word_.size();
  }

  std::string_view text_;
  const ShellLimits& limits_;
  const bool is_of_windows_;
  std::size_t at_ = 0, opened_at_ = 0, opened_word_ = 0;
  char quote_ = 0;
  bool in_word_ = false, is_quoted_ = false, to_file_ = false, from_file_ = false, closed_ = false;
  bool arithmetic_ = false, is_doubtful_ = false, is_cut_ = false;
  std::size_t arrows_ = 0, unended_ = 0, second_looks_ = 0;
  std::uint32_t depth_ = 0, brackets_ = 0, groups_ = 0;
  std::string word_, letters_;  // as Windows reads it, and as others do
  std::vector<ShellCommand> commands_;
  std::vector<Outer> outer_;
  std::vector<HereDocument> documents_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> fed_;  // depth and number of groups that a pipe leads into
};

}  // namespace

std::vector<ShellCommand> split_shell(std::string_view text, bool& complete, const ShellLimits& limits) {
  std::vector<ShellCommand> out = Splitter(text.substr(0, limits.bytes), limits).run(complete);
  complete = complete && text.size() <= limits.bytes;
  return out;
}

}  // namespace cordon::inspect
