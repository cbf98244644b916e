#include "inventory/go/vendor_modules.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"

namespace cordon::inventory::go {
namespace {

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    if (line.empty()) return words;
    const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
    words.emplace_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

// "module [version] [=> module version | => folder]"
bool parse_module(const std::vector<std::string>& words, VendoredModule& out) {
  const auto arrow = std::ranges::find(words, "=>");
  const auto before = arrow - words.begin(), after = arrow == words.end() ? 0 : words.end() - arrow - 1;
  if (before < 1 || before > 2 || after > 2 || (arrow != words.end() && after < 1)) return false;
  if (before == 1 && after == 0) return false;
  out.path = words[0];
  if (before == 2) out.version = words[1];
  if (after > 0) out.new_path = arrow[1];
  if (after == 2) out.new_version = arrow[2];
  return true;
}

}  // namespace

Result<VendoredModules> parse_vendored_modules(std::string_view text, const Limits& limits) {
  TRY(check_encoding(text, limits));
  TRY(check_utf8(text));
  VendoredModules out;
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (++number > limits.entries) return fail(ErrorCode::too_many, "too many lines", number);
    if (line.starts_with("## ")) {
      const std::vector<std::string> marks = words_of(line.substr(3));
      const bool is_explicit =
          std::ranges::any_of(marks, [](const std::string& word) { return word == "explicit" || word == "explicit;"; });
      if (is_explicit && !out.modules.empty()) out.modules.back().is_explicit = true;
    } else if (line.starts_with("# ")) {
      VendoredModule read;
      read.line = number;
      if (parse_module(words_of(line.substr(2)), read)) out.modules.push_back(std::move(read));
      else
        out.problems.push_back(Error{
            ErrorCode::invalid_value, "not a module and its version: " + text::visible(line, 120), number, 0, {}});
    }
  }
  return out;
}

}  // namespace cordon::inventory::go
