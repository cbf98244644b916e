#include "inspect/shell.h"

#include <algorithm>

#include "inspect/words.h"

namespace cordon::inspect {
namespace {

bool is_assignment(std::string_view word) {
  const std::size_t equals = word.find('=');
  return equals != std::string_view::npos && equals > 0 && std::ranges::all_of(word.substr(0, equals), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<ShellCommand> run(bool& complete) {
    commands_.emplace_back();
    while (at_ < text_.size() && commands_.size() <= kMostShellCommands) step();
    end_command();
    complete = at_ >= text_.size();
    std::erase_if(commands_, [](const ShellCommand& each) { return each.words.empty() && each.into.empty(); });
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
      begin(c == '|');
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
    while (at_ < text_.size() && (text_[at_] == '>' || text_[at_] == '<')) ++at_;
    if (at_ < text_.size() && text_[at_] == '&') {  // 2>&1
      while (at_ < text_.size() && std::string_view(" \t\n;|)").find(text_[at_]) == std::string_view::npos) ++at_;
      return;
    }
    to_file_ = c == '>';
    from_file_ = c == '<';
  }

  void put(char c) {
    in_word_ = true;
    word_ += c;
  }

  void end_word() {
    if (!in_word_) return;
    if (to_file_) commands_.back().into.push_back(std::move(word_));
    else if (!from_file_) commands_.back().words.push_back(std::move(word_));
    to_file_ = from_file_ = in_word_ = false;
    word_.clear();
  }

  void begin(bool piped) {
    end_command();
    commands_.emplace_back().piped = piped;
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
    ShellCommand rest = commands_[owners_.back()];
    const std::size_t owner = owners_.back();
    commands_.push_back(std::move(rest));
    commands_[owner].words.clear();
    commands_[owner].into.clear();
    word_ = std::move(outer_.back());
    in_word_ = true;
    quote_ = quotes_.back();
    outer_.pop_back();
    quotes_.pop_back();
    closers_.pop_back();
    owners_.pop_back();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  char quote_ = 0;
  bool in_word_ = false, to_file_ = false, from_file_ = false;
  std::string word_;
  std::vector<ShellCommand> commands_;
  std::vector<std::string> outer_;
  std::vector<char> quotes_, closers_;
  std::vector<std::size_t> owners_;
};

}  // namespace

std::vector<ShellCommand> split_shell(std::string_view text, bool& complete) {
  std::vector<ShellCommand> out = Splitter(text.substr(0, kMostShellBytes)).run(complete);
  complete = complete && text.size() <= kMostShellBytes;
  return out;
}

std::string program_of(std::string_view word) {
  word.remove_prefix(std::min(
      word.size(), word.find_last_of("/\\") == std::string_view::npos ? std::size_t{0} : word.find_last_of("/\\") + 1));
  std::string out(word);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const std::string_view ending : {".exe", ".cmd", ".bat"})
    if (out.ends_with(ending) && out.size() > ending.size()) out.resize(out.size() - ending.size());
  return out;
}

std::vector<std::string_view> started_by(const ShellCommand& command) {
  std::size_t first = 0;
  bool after_starter = false;
  for (; first < command.words.size(); ++first) {
    const std::string& word = command.words[first];
    if (words::is_one_of(program_of(word), words::kStarters)) after_starter = true;
    else if (!is_assignment(word) && !(after_starter && word.starts_with('-') && first + 1 < command.words.size()))
      break;
  }
  // "env" alone prints it.
  if (first == command.words.size() && first > 0) first = 0;
  std::vector<std::string_view> out;
  for (std::size_t i = first; i < command.words.size(); ++i) out.emplace_back(command.words[i]);
  return out;
}

}  // namespace cordon::inspect
