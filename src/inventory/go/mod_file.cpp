#include "inventory/go/mod_file.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "base/text.h"

namespace cordon::inventory::go {
namespace {

constexpr std::string_view kBlank = " \t\r";
constexpr std::string_view kSingle = "()[]{},";

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

// Splits one line into words; the comment goes to `directive`. Text inside backquotes may span lines, which no go.mod
// has: it is refused.
Result<void> split(std::string_view line, Directive& directive) {
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
    if (line.empty()) return {};
    if (line.starts_with("//")) {
      directive.comment = trimmed(line.substr(2));
      return {};
    }
    const char first = line[0];
    if (first == '"' || first == '`') {
      std::string word;
      std::size_t at = 1;
      for (; at < line.size() && line[at] != first; ++at) {
        if (first == '"' && line[at] == '\\' && at + 1 < line.size()) ++at;
        word += line[at];
      }
      if (at >= line.size()) return fail(ErrorCode::truncated, "a string that does not end", directive.line);
      directive.words.push_back(std::move(word));
      line.remove_prefix(at + 1);
    } else if (kSingle.find(first) != std::string_view::npos) {
      directive.words.emplace_back(1, first);
      line.remove_prefix(1);
    } else {
      std::size_t end = std::min(line.find_first_of(" \t\r()[]{},"), line.size());
      if (const std::size_t comment = line.substr(0, end).find("//"); comment != std::string_view::npos) end = comment;
      directive.words.emplace_back(line.substr(0, end));
      line.remove_prefix(end);
    }
  }
}

// Like Go's own parser: the comment is "indirect", alone or with more behind a semicolon.
bool says_indirect(std::string_view comment) { return comment == "indirect" || comment.starts_with("indirect;"); }

bool is_folder(std::string_view path) {
  return path == "." || path == ".." || path.starts_with("./") || path.starts_with("../") || path.starts_with("/") ||
         path.starts_with(".\\") || path.starts_with("..\\") || (path.size() > 2 && path[1] == ':');
}

class Interpreter {
 public:
  Result<ModFile> run(const std::vector<Directive>& directives) {
    for (const Directive& each : directives)
      if (!take(each))
        out_.problems.push_back(Error{ErrorCode::invalid_value,
                                      "not understood: " + text::visible(each.verb + " " + joined(each.words), 120),
                                      each.line,
                                      0,
                                      {}});
    if (out_.module.empty()) return fail(ErrorCode::missing_field, "without \"module\" this is no go.mod", 1);
    return std::move(out_);
  }

 private:
  static std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
  }

  bool take(const Directive& directive) {
    const std::vector<std::string>& words = directive.words;
    if (std::ranges::any_of(words, &std::string::empty)) return false;
    if (directive.verb == "module") {
      if (words.size() != 1 || !out_.module.empty()) return false;
      out_.module = words[0];
      out_.module_line = directive.line;
      return true;
    }
    if (directive.verb == "go" || directive.verb == "toolchain") {
      std::string& value = directive.verb == "go" ? out_.go : out_.toolchain;
      if (words.size() != 1 || !value.empty()) return false;
      value = words[0];
      return true;
    }
    if (directive.verb == "require") {
      if (words.size() != 2) return false;
      out_.requirements.push_back({words[0], words[1], says_indirect(directive.comment), directive.line});
      return true;
    }
    if (directive.verb == "replace") return replace(directive);
    static constexpr std::string_view kNothingChosen[] = {"exclude", "retract", "tool", "ignore", "godebug"};
    return !words.empty() && std::ranges::find(kNothingChosen, directive.verb) != std::end(kNothingChosen);
  }

  bool replace(const Directive& directive) {
    const std::vector<std::string>& words = directive.words;
    const auto arrow = std::ranges::find(words, "=>");
    const auto before = arrow - words.begin(), after = words.end() - arrow - 1;
    if (arrow == words.end() || before < 1 || before > 2 || after < 1 || after > 2) return false;
    Replacement read;
    read.path = words[0];
    if (before == 2) read.version = words[1];
    read.new_path = arrow[1];
    if (after == 2) read.new_version = arrow[2];
    read.line = directive.line;
    if (read.new_version.empty() && !is_folder(read.new_path)) return false;
    out_.replacements.push_back(std::move(read));
    return true;
  }

  ModFile out_;
};

}  // namespace

Result<std::vector<Directive>> parse_directives(std::string_view text, const Limits& limits) {
  TRY(check_encoding(text, limits));
  TRY(check_utf8(text));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<Directive> out;
  std::string block;  // verb of the block that is open
  std::uint32_t number = 0, opened = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    Directive directive;
    directive.line = ++number;
    TRY(split(text.substr(0, end), directive));
    text.remove_prefix(std::min(end + 1, text.size()));
    std::vector<std::string>& words = directive.words;
    if (words.empty()) continue;
    if (out.size() >= limits.entries) return fail(ErrorCode::too_many, "too many directives", number);
    if (!block.empty() && words.size() == 1 && words[0] == ")") {
      block.clear();
      continue;
    }
    const bool stray = std::ranges::any_of(words, [](const std::string& word) { return word == "(" || word == ")"; });
    if (block.empty()) {
      directive.verb = words.front();
      words.erase(words.begin());
      if (words.size() == 1 && words[0] == "(") {
        block = directive.verb;
        opened = number;
        continue;
      }
      if (words.size() == 2 && words[0] == "(" && words[1] == ")") continue;
    } else {
      directive.verb = block;
    }
    if (stray) return fail(ErrorCode::syntax, "a bracket where none is expected", number);
    out.push_back(std::move(directive));
  }
  if (!block.empty()) return fail(ErrorCode::truncated, "the block that begins here does not end", opened);
  return out;
}

bool ModFile::lists_indirect() const {
  std::uint32_t major = 0, minor = 0;
  const char* const end = go.data() + go.size();
  const auto first = std::from_chars(go.data(), end, major);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') return false;
  if (std::from_chars(first.ptr + 1, end, minor).ec != std::errc()) return false;
  return major > 1 || (major == 1 && minor >= 17);
}

Result<ModFile> parse_mod_file(std::string_view text, const Limits& limits) {
  const std::vector<Directive> directives = TRY(parse_directives(text, limits));
  return Interpreter().run(directives);
}

}  // namespace cordon::inventory::go
