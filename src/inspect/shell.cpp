#include "inspect/shell.h"

#include <algorithm>
#include <array>

#include "inspect/words.h"

namespace cordon::inspect {
namespace {

// Words that begin and end a group where a command is expected.
constexpr std::array kOpens = std::to_array<std::string_view>({"{", "if", "while", "until", "for", "case"});
constexpr std::array kCloses = std::to_array<std::string_view>({"}", "fi", "done", "esac"});

// A length of time or a priority, which what starts a program takes before it: "5", "0.5s".
bool is_amount(std::string_view word) {
  if (word.size() > 1 && std::string_view("smhd").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  return !word.empty() && word.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_known(std::string_view word) {
  const std::string program = program_of(word);
  return words::is_one_of(program, words::kInterpreters) || words::is_one_of(program, words::kDownloaders) ||
         words::is_one_of(program, words::kPackageClients);
}

class Splitter {
 public:
  Splitter(std::string_view text, const ShellLimits& limits) : text_(text), limits_(limits) {}

  std::vector<ShellCommand> run(bool& complete) {
    commands_.emplace_back();
    while (at_ < text_.size() && commands_.size() <= limits_.commands) step();
    end_command();
    complete = at_ >= text_.size();
    std::erase_if(commands_, [](const ShellCommand& each) {
      return each.words.empty() && each.into.empty() && each.from.empty();
    });
    return std::move(commands_);
  }

 private:
  void step() {
    const char c = text_[at_];
    const std::string_view two = text_.substr(at_, 2);
    if (quote_ == '\'') {
      if (c == '\'') quote_ = 0;
      else put(c);
      ++at_;
    } else if (two == "$(" || two == "<(") {
      at_ += 2;
      open('\x29');
    } else if (c == '`' && !(!quotes_.empty() && closers_.back() == '`')) {
      ++at_;
      open('`');
    } else if (!closers_.empty() && quote_ == 0 && c == closers_.back()) {
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

  // Windows' folders are written with what escapes elsewhere.
  void escape() {
    const char next = text_[at_ + 1];
    if (next == '\n') {
      at_ += 2;
      return;
    }
    const bool is_escape = std::string_view("\"'\\$` &|;<>()").find(next) != std::string_view::npos;
    put(is_escape ? next : '/');
    at_ += is_escape ? 2 : 1;
  }

  void plain(char c, std::string_view two) {
    if (c == '\'' || c == '"') {
      quote_ = c;
      in_word_ = true;
      ++at_;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      end_word();
      ++at_;
    } else if (c == '#' && !in_word_) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (two == "&&" || two == "||") {
      begin(false);
      at_ += 2;
    } else if (c == '|' || c == ';' || c == '\n' || c == '(' || c == ')') {
      separator(c);
      ++at_;
    } else if (c == '&') {
      ampersand();
    } else if (c == '>' || c == '<') {
      redirect(c);
    } else {
      put(c);
      ++at_;
    }
  }

  void separator(char c) {
    end_word();
    const bool behind_group = closed_;
    if (c == '(') ++depth_;
    if (c == ')' && depth_ > 0) --depth_;
    begin(c == '|');
    commands_.back().reads_group = c == '|' && behind_group;
    closed_ = c == ')';
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
    const std::size_t begin = at_;
    while (at_ < text_.size() && (text_[at_] == '>' || text_[at_] == '<')) ++at_;
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
  }

  void put(char c) {
    in_word_ = true;
    word_ += c;
  }

  void end_word() {
    if (!in_word_) return;
    ShellCommand& command = commands_.back();
    if (to_file_) command.into.push_back(std::move(word_));
    else if (from_file_ && arrows_ == 3) command.given.push_back(std::move(word_));
    else if (from_file_ && arrows_ == 1) command.from.push_back(std::move(word_));
    else if (!from_file_ && !groups(command)) command.words.push_back(std::move(word_));
    to_file_ = from_file_ = in_word_ = false;
    word_.clear();
  }

  // Whether the word only begins or ends a group; one that begins one by a command is that command's, too.
  bool groups(ShellCommand& command) {
    closed_ = false;
    if (!command.words.empty()) return false;
    if (words::is_one_of(word_, kCloses)) {
      if (depth_ > 0) --depth_;
      command.depth = depth_;
      return closed_ = true;
    }
    if (words::is_one_of(word_, kOpens)) command.depth = ++depth_;
    return word_ == "{";
  }

  void begin(bool piped) {
    end_command();
    commands_.emplace_back().piped = piped;
    commands_.back().depth = depth_;
    closed_ = false;
  }

  void end_command() {
    end_word();
    to_file_ = from_file_ = false;
  }

  // What is put in runs as a command of its own; where it stands the running shell knows what is there.
  void open(char closer) {
    if (closers_.size() >= 16) return;
    put(kHole);
    outer_.push_back(std::move(word_));
    word_.clear();
    quotes_.push_back(quote_);
    closers_.push_back(closer);
    owners_.push_back(commands_.size() - 1);
    quote_ = 0;
    in_word_ = false;
    commands_.emplace_back().substituted = true;
  }

  void close() {
    end_command();
    // What follows belongs to the command outside, whose words go on.
    ShellCommand& owner = commands_[owners_.back()];
    ShellCommand rest = std::move(owner);
    owner = ShellCommand();
    commands_.push_back(std::move(rest));
    word_ = std::move(outer_.back());
    in_word_ = true;
    quote_ = quotes_.back();
    outer_.pop_back();
    quotes_.pop_back();
    closers_.pop_back();
    owners_.pop_back();
  }

  std::string_view text_;
  const ShellLimits& limits_;
  std::size_t at_ = 0;
  char quote_ = 0;
  bool in_word_ = false, to_file_ = false, from_file_ = false, closed_ = false;
  std::size_t arrows_ = 0;
  std::uint32_t depth_ = 0;
  std::string word_;
  std::vector<ShellCommand> commands_;
  std::vector<std::string> outer_;
  std::vector<char> quotes_, closers_;
  std::vector<std::size_t> owners_;
};

}  // namespace

bool is_assignment(std::string_view word) {
  const std::size_t equals = word.find('=');
  return equals != std::string_view::npos && equals > 0 && std::ranges::all_of(word.substr(0, equals), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::vector<ShellCommand> split_shell(std::string_view text, bool& complete, const ShellLimits& limits) {
  std::vector<ShellCommand> out = Splitter(text.substr(0, limits.bytes), limits).run(complete);
  complete = complete && text.size() <= limits.bytes;
  return out;
}

std::string program_of(std::string_view word) {
  word.remove_prefix(std::min(
      word.size(), word.find_last_of("/\\") == std::string_view::npos ? std::size_t{0} : word.find_last_of("/\\") + 1));
  std::string out(word);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const std::string_view ending : {".exe", ".cmd", ".bat"})
    if (out.ends_with(ending) && out.size() > ending.size()) out.resize(out.size() - ending.size());
  if (const std::size_t at = out.find('@'); at != std::string::npos && at > 0) out.resize(at);
  return out;
}

std::vector<std::string_view> started_by(const ShellCommand& command) {
  std::size_t first = 0;
  bool after_starter = false;
  for (; first < command.words.size(); ++first) {
    const std::string& word = command.words[first];
    if (words::is_one_of(program_of(word), words::kStarters)) after_starter = true;
    else if (!is_assignment(word) &&
             !(after_starter && (word.starts_with('-') || is_amount(word)) && first + 1 < command.words.size()))
      break;
  }
  // An option of what starts it may have a word of its own: "sudo -u nobody node x.js".
  if (after_starter && first < command.words.size() && command.words[first - 1].starts_with('-') &&
      !is_known(command.words[first]))
    for (std::size_t i = first + 1; i < std::min(first + 3, command.words.size()); ++i)
      if (is_known(command.words[i])) {
        first = i;
        break;
      }
  // "env" alone prints it.
  if (first == command.words.size() && first > 0) first = 0;
  std::vector<std::string_view> out;
  for (std::size_t i = first; i < command.words.size(); ++i) out.emplace_back(command.words[i]);
  return out;
}

}  // namespace cordon::inspect
