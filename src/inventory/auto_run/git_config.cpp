#include "inventory/auto_run/git_config.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace cordon::inventory::auto_run {
namespace {

struct Setting {
  std::string section, key;  // in small letters, the section without its subsection
  std::string value;
  std::uint32_t line = 0;
};

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string in_small(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), small);
  return out;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Reads settings one after the other, as git's own reader does; what that takes for an error ends a line here.
class ConfigReader {
 public:
  explicit ConfigReader(std::string_view text) : text_(text) {}

  bool next(Setting& out) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' || is_blank(c)) advance();
      else if (c == '#' || c == ';') skip_line();
      else if (c == '[') section();
      else if (setting(out)) return true;
    }
    return false;
  }

 private:
  void advance() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }

  void skip_line() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  // [name], [name "subsection"], and the older [name.subsection].
  void section() {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != ']' && text_[at_] != '.' && text_[at_] != '\n' && !is_blank(text_[at_]))
      ++at_;
    section_ = in_small(text_.substr(begin, at_ - begin));
    bool quoted = false;
    for (; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      if (quoted && text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
      else if (text_[at_] == '"') quoted = !quoted;
      else if (text_[at_] == ']' && !quoted) break;
    }
    if (at_ < text_.size() && text_[at_] == ']') ++at_;
  }

  bool setting(Setting& out) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '=' && text_[at_] != '\n' && text_[at_] != '#' && text_[at_] != ';')
      ++at_;
    std::size_t end = at_;
    while (end > begin && is_blank(text_[end - 1])) --end;
    if (at_ >= text_.size() || text_[at_] != '=') {
      skip_line();  // a key alone is true, which is no program
      return false;
    }
    ++at_;
    out.section = section_;
    out.key = in_small(text_.substr(begin, end - begin));
    out.line = line_;
    out.value = value();
    return true;
  }

  std::string value() {
    std::string out;
    bool quoted = false;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') break;
      if ((c == '#' || c == ';') && !quoted) {
        skip_line();
        break;
      }
      if (c == '"') {
        quoted = !quoted;
        ++at_;
      } else if (c == '\\') {
        escaped(out);
      } else {
        if (!(out.empty() && is_blank(c) && !quoted)) out += c;
        ++at_;
      }
    }
    while (!out.empty() && is_blank(out.back())) out.pop_back();
    return out;
  }

  // A backslash: at the end of a line it joins that with the next.
  void escaped(std::string& out) {
    ++at_;
    if (text_.substr(at_, 2) == "\r\n") ++at_;
    if (at_ >= text_.size()) return;
    const char c = text_[at_];
    advance();
    if (c == '\n') return;
    out += c == 'n' ? '\n' : c == 't' ? '\t' : c;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::string section_;
};

struct Program {
  std::string_view section, key;  // an empty key: every key of the section
};

constexpr Program kPrograms[] = {{"core", "fsmonitor"},
                                 {"core", "hookspath"},
                                 {"core", "sshcommand"},
                                 {"core", "gitproxy"},
                                 {"core", "pager"},
                                 {"core", "editor"},
                                 {"core", "askpass"},
                                 {"core", "alternaterefscommand"},
                                 {"filter", "clean"},
                                 {"filter", "smudge"},
                                 {"filter", "process"},
                                 {"diff", "external"},
                                 {"diff", "command"},
                                 {"diff", "textconv"},
                                 {"merge", "driver"},
                                 {"credential", "helper"},
                                 {"gpg", "program"},
                                 {"gpg", "defaultkeycommand"},
                                 {"sequence", "editor"},
                                 {"interactive", "difffilter"},
                                 {"pager", ""},
                                 {"difftool", "cmd"},
                                 {"mergetool", "cmd"},
                                 {"browser", "cmd"},
                                 {"man", "cmd"},
                                 {"remote", "uploadpack"},
                                 {"remote", "receivepack"},
                                 {"trailer", "command"},
                                 {"trailer", "cmd"},
                                 {"sendemail", "tocmd"},
                                 {"sendemail", "cccmd"},
                                 {"sendemail", "headercmd"},
                                 {"sendemail", "sendmailcmd"},
                                 {"init", "templatedir"},
                                 {"include", "path"},
                                 {"includeif", "path"}};

bool is_program(const Setting& setting) {
  const std::string said = in_small(setting.value);
  if (said.empty() || said == "true" || said == "false") return false;
  if (setting.section == "alias" || (setting.section == "submodule" && setting.key == "update"))
    return said.starts_with('!');
  if (setting.section == "credential") {
    const std::string_view helper = std::string_view(said).substr(0, said.find(' '));
    if (helper == "cache" || helper == "store") return false;
  }
  return std::ranges::any_of(kPrograms, [&](const Program& program) {
    return setting.section == program.section && (program.key.empty() || setting.key == program.key);
  });
}

}  // namespace

std::vector<AutoRun> git_config_runs(std::string_view text) {
  std::vector<AutoRun> out;
  ConfigReader reader(text);
  Setting setting;
  while (reader.next(setting))
    if (is_program(setting)) out.push_back({setting.section + "." + setting.key, setting.value, setting.line});
  return out;
}

}  // namespace cordon::inventory::auto_run
