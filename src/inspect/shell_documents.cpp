#include "inspect/shell_documents.h"

#include <algorithm>

#include "inspect/shell.h"

namespace cordon::inspect {
namespace {

constexpr std::size_t kMostProgram = 64;

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

}  // namespace

bool is_of_windows(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n\xEF\xBB\xBF"), text.size()));
  const std::string_view line = text.substr(0, text.find('\n'));
  for (const std::string_view begin : {"@", "::", "rem ", "REM ", "param(", "<#"})
    if (line.starts_with(begin)) return true;
  return line.starts_with('$') && line.find(" = ") != std::string_view::npos;
}

bool begins_remark(std::string_view word) {
  const auto is_letter = [&](std::size_t at, char c) { return (word[at] | 0x20) == c; };
  return word.starts_with("::") || (word.size() == 3 && is_letter(0, 'r') && is_letter(1, 'e') && is_letter(2, 'm'));
}

bool reads_brackets(std::string_view word) {
  // Asked at every bracket: of a long word its end is enough.
  const std::string program = program_of(word.substr(word.size() - std::min(word.size(), kMostProgram)));
  return program == "powershell" || program == "pwsh" || program == "iex" || program == "invoke-expression";
}

std::optional<HereDocument> here_document(std::string_view text, std::size_t& at) {
  HereDocument out;
  std::size_t next = at;
  if (next < text.size() && text[next] == '-') ++next, out.without_tabs = true;
  next = std::min(text.find_first_not_of(" \t", next), text.size());
  for (char mark = 0; next < text.size(); ++next) {
    const char c = text[next];
    if (c == '\n' || (mark == 0 && std::string_view(" \t\r;|&<>()").find(c) != std::string_view::npos)) break;
    const bool is_mark = c == '\'' || c == '"';
    out.is_literal = out.is_literal || c == '\\' || (mark == 0 && is_mark);
    if (c == '\\') continue;
    if (mark == 0 && is_mark) mark = c;
    else if (mark != 0 && mark == c) mark = 0;
    else out.end += c;
  }
  if (out.end.empty()) return std::nullopt;
  at = next;
  return out;
}

std::optional<std::string> body_of(const HereDocument& document, std::string_view text, std::size_t& at) {
  std::string body;
  for (std::size_t next = at; next < text.size();) {
    const std::size_t end = std::min(text.find('\n', next), text.size());
    std::string_view line = text.substr(next, end - next);
    next = std::min(end + 1, text.size());
    if (document.without_tabs) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
    std::string_view plain = line;
    if (plain.ends_with('\r')) plain.remove_suffix(1);
    if (plain == document.end) {
      at = next;
      return body;
    }
    body.append(line).append("\n");
  }
  return std::nullopt;
}

char ansi_escape(std::string_view text, std::size_t& at) {
  const char c = text[at++];
  const bool is_hex = c == 'x', is_octal = c >= '0' && c <= '7';
  if (!is_hex && !is_octal) return c == 'n' || c == 'r' ? '\n' : c == 't' ? '\t' : c;
  if (is_octal) --at;
  int value = 0;
  for (int i = 0; i < (is_hex ? 2 : 3) && at < text.size(); ++i, ++at) {
    const int digit = digit_of(text[at]);
    if (digit >= (is_hex ? 16 : 8)) break;
    value = value * (is_hex ? 16 : 8) + digit;
  }
  return static_cast<char>(value);
}

}  // namespace cordon::inspect
