#include "change/rewrite/yarn_blocks.h"

#include <algorithm>

#include "base/json.h"
#include "base/utf8.h"

namespace cordon::change {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Takes a word from the front of the line. A bare one ends at one of `ends`.
Result<YarnWord> take_word(std::string_view& line, std::string_view ends, std::size_t number) {
  const auto bad = [&](const char* message) {
    return fail(ErrorCode::syntax, message, static_cast<std::uint32_t>(number));
  };
  YarnWord out;
  if (line.starts_with('"')) {
    std::size_t end = 1;
    while (end < line.size() && line[end] != '"') end += line[end] == '\\' ? 2 : 1;
    if (end >= line.size()) return bad("a quoted word without an end");
    out.raw = line.substr(0, end + 1);
    const Result<Document> decoded = json::parse(out.raw);
    if (!decoded) return bad("a quoted word with an escape that JSON does not have");
    out.text = decoded->root().text();
  } else {
    out.raw = out.text = line.substr(0, line.find_first_of(ends));
    if (out.raw.empty()) return bad("expected a word");
  }
  line.remove_prefix(out.raw.size());
  return out;
}

class Reader {
 public:
  Reader(const TextLines& lines, const Limits& limits) : lines_(lines.lines()), limits_(limits) {}

  Result<std::vector<YarnBlock>> read() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const TextLine& line = lines_[i];
      const std::size_t indent = line.indent();
      if (line.has_control()) return bad(ErrorCode::syntax, "a control character inside a line", i);
      if (line.is_blank() || line.text[indent] == '#') {
        is_interrupted_ = true;
        continue;
      }
      if (++entries_ > limits_.entries) return bad(ErrorCode::too_many, "too many lines", i);
      if (indent == 0) TRY(header(i));
      else if (blocks_.empty()) return bad(ErrorCode::syntax, "indented below no header", i);
      else if (indent == 2) TRY(member(i));
      else if (indent == 4 && list_ != nullptr) TRY(listed(i));
      else blocks_.back().is_clear = false;
      // What stands between the lines of a block would be lost with it.
      if (indent > 0 && is_interrupted_) blocks_.back().is_clear = false;
      is_interrupted_ = false;
      blocks_.back().last = i + 1;
    }
    return std::move(blocks_);
  }

 private:
  std::unexpected<Error> bad(ErrorCode code, const char* message, std::size_t index) const {
    return fail(code, message, static_cast<std::uint32_t>(lines_[index].number));
  }

  Result<void> header(std::size_t index) {
    std::string_view rest = lines_[index].text;
    if (rest.starts_with("__metadata"))
      return bad(ErrorCode::unsupported_format, "a lockfile of yarn 2 or newer", index);
    list_ = nullptr;
    YarnBlock& block = blocks_.emplace_back();
    block.first = index;
    for (;;) {
      // A bare selector may have ':' in it, but not at its end.
      YarnWord word;
      if (rest.starts_with('"')) {
        word = TRY(take_word(rest, "", lines_[index].number));
      } else {
        std::size_t end = rest.find(", ");
        if (end == std::string_view::npos && rest.ends_with(':')) end = rest.size() - 1;
        if (end == std::string_view::npos || end == 0 || rest.substr(0, end).find(' ') != std::string_view::npos)
          return bad(ErrorCode::syntax, "expected selectors and ':'", index);
        word.raw = word.text = rest.substr(0, end);
        rest.remove_prefix(end);
      }
      block.selectors.push_back(std::move(word));
      if (rest == ":") return {};
      if (!rest.starts_with(", ")) return bad(ErrorCode::syntax, "expected ',' or ':' behind a selector", index);
      rest.remove_prefix(2);
    }
  }

  Result<void> member(std::size_t index) {
    YarnBlock& block = blocks_.back();
    list_ = nullptr;
    std::string_view rest = std::string_view(lines_[index].text).substr(2);
    const YarnWord key = TRY(take_word(rest, " :", lines_[index].number));
    if (rest == ":") {
      auto* const list = key.text == "dependencies"           ? &block.dependencies
                         : key.text == "optionalDependencies" ? &block.optional_dependencies
                                                              : nullptr;
      if (list == nullptr || *list) {
        block.is_clear = false;
        return {};
      }
      list_ = &list->emplace();
      list_->line = index;
      return {};
    }
    block.is_clear = block.is_clear && (key.text == "version" || key.text == "resolved" || key.text == "integrity") &&
                     block.member(key.text) == nullptr;
    return pair(key.text, rest, index, block.members);
  }

  Result<void> listed(std::size_t index) {
    std::string_view rest = std::string_view(lines_[index].text).substr(4);
    const YarnWord key = TRY(take_word(rest, " ", lines_[index].number));
    return pair(key.text, rest, index, list_->members);
  }

  Result<void> pair(const std::string& key, std::string_view rest, std::size_t index, std::vector<YarnMember>& out) {
    if (!rest.starts_with(' ')) return bad(ErrorCode::syntax, "expected a value", index);
    rest.remove_prefix(1);
    const YarnWord value = TRY(take_word(rest, " ", lines_[index].number));
    if (!rest.empty()) return bad(ErrorCode::syntax, "text after the end of the value", index);
    out.push_back({index, key, value.text});
    return {};
  }

  const std::vector<TextLine>& lines_;
  const Limits& limits_;
  std::vector<YarnBlock> blocks_;
  YarnList* list_ = nullptr;  // of the last block
  std::uint64_t entries_ = 0;
  bool is_interrupted_ = false;  // a comment or blank line stands before this one
};

}  // namespace

YarnSelector split_selector(std::string_view selector) {
  const std::size_t at = selector.find('@', 1);
  if (at == std::string_view::npos) return {selector, {}};
  return {selector.substr(0, at), selector.substr(at + 1)};
}

std::string_view real_name(std::string_view selector) {
  const YarnSelector parts = split_selector(selector);
  return parts.range.starts_with("npm:") ? split_selector(parts.range.substr(4)).name : parts.name;
}

const YarnMember* YarnBlock::member(std::string_view key) const {
  const auto found = std::ranges::find(members, key, &YarnMember::key);
  return found == members.end() ? nullptr : &*found;
}

std::string_view YarnBlock::version() const {
  const YarnMember* const found = member("version");
  return found == nullptr ? std::string_view() : found->value;
}

bool YarnBlock::has(std::string_view selector) const {
  return std::ranges::find(selectors, selector, &YarnWord::text) != selectors.end();
}

Result<std::vector<YarnBlock>> yarn_blocks(const TextLines& lines, const Limits& limits) {
  return Reader(lines, limits).read();
}

std::string yarn_word(std::string_view text) {
  const bool bare = !text.empty() && is_letter(text.front()) && !text.starts_with("true") &&
                    !text.starts_with("false") && text.find_first_of(": \t\r\n\\\",[]") == std::string_view::npos;
  if (bare) return std::string(text);
  std::string out;
  json::append_quoted(out, text);
  return out;
}

}  // namespace cordon::change
