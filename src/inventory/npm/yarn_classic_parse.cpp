#include "inventory/npm/yarn_classic_parse.h"

#include <charconv>
#include <cstring>

#include "base/encoding.h"
#include "base/json.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// What begins a conflict marker, or a structure of YAML or JSON, begins no key.
constexpr std::string_view kReserved = "<>=|{}[]&!%?:,'`";
constexpr std::string_view kVersionComment = "yarn lockfile v";

enum class Section : std::uint8_t { none, dependencies, optional, other };

class ClassicReader {
 public:
  ClassicReader(std::string_view text, const Limits& limits)
      : limits_(limits), at_(text.data()), end_(at_ + text.size()) {
    if (text.starts_with(kByteOrderMark)) at_ += kByteOrderMark.size();
    for (const char* at = text.data(); (at = next_return(at)) != end_; ++at)
      lone_returns_ = lone_returns_ || at + 1 == end_ || at[1] != '\n';
    lock_.blocks.reserve(text.size() / 400);
    lock_.selectors.reserve(text.size() / 300);
    lock_.dependencies.reserve(text.size() / 150);
  }

  Result<ClassicLock> read() {
    while (at_ != end_) {
      ++line_;
      line_begin_ = at_;
      const void* newline = std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
      const char* const next = newline == nullptr ? end_ : static_cast<const char*>(newline) + 1;
      line_end_ = newline == nullptr ? end_ : next - 1;
      if (line_end_ != line_begin_ && line_end_[-1] == '\r') --line_end_;
      if (!line()) return std::unexpected(std::move(error_));
      at_ = next;
    }
    close_block();
    shadow_selectors();
    return std::move(lock_);
  }

 private:
  // A word of a line: a key or a value.
  struct Word {
    std::string_view text;
    bool there = false;
  };

  bool error(ErrorCode code, const char* message) {
    error_ = {code, message, line_, static_cast<std::uint32_t>(at_ - line_begin_) + 1, {}};
    return false;
  }

  const char* next_return(const char* at) const {
    const void* const found = std::memchr(at, '\r', static_cast<std::size_t>(end_ - at));
    return found == nullptr ? end_ : static_cast<const char*>(found);
  }

  void skip_spaces() {
    while (at_ != line_end_ && *at_ == ' ') ++at_;
  }
  bool at_line_end() const { return at_ == line_end_ || *at_ == '#'; }

  bool line() {
    skip_spaces();
    const auto indent = line_ == 1 ? 0 : static_cast<std::size_t>(at_ - line_begin_);  // the first has none, for yarn
    if (at_ == line_end_) return true;
    if (*at_ == '#') return comment();
    // Yarn ends lines there; nobody writes such files, and an editor shows something else.
    if (lone_returns_ && find('\r') != line_end_) return error(ErrorCode::syntax, "a carriage return inside a line");
    if (indent % 2 != 0) return error(ErrorCode::syntax, "an odd number of spaces in front");
    const std::size_t level = indent / 2;
    if (level > depth_) return error(ErrorCode::syntax, "indented below a line that opens no list");
    if (level > limits_.depth) return error(ErrorCode::too_deep, "nested too deeply");
    if (++entries_ > limits_.entries) return error(ErrorCode::too_many, "too many lines");
    return level == 0 ? header() : member(level);
  }

  // Yarn refuses a file whose comment says that a newer version wrote it.
  bool comment() {
    std::string_view text(at_, static_cast<std::size_t>(line_end_ - at_));
    text.remove_prefix(std::min(text.find_first_not_of("# "), text.size()));
    if (!text.starts_with(kVersionComment)) return true;
    text.remove_prefix(kVersionComment.size());
    unsigned version = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), version);
    const bool newer = parsed.ec == std::errc::result_out_of_range || (parsed.ec == std::errc() && version > 1);
    return !newer || error(ErrorCode::unsupported_version, "a yarn lockfile of a version above 1");
  }

  // selector, "selector", ...:
  bool header() {
    close_block();
    ClassicBlock block;
    block.first_selector = static_cast<std::uint32_t>(lock_.selectors.size());
    block.first_dependency = static_cast<std::uint32_t>(lock_.dependencies.size());
    block.line = line_;
    for (;;) {
      Word key;
      if (!word(key, true)) return false;
      if (!key.there) return error(ErrorCode::syntax, "expected the name of a package");
      lock_.selectors.push_back({key.text, line_, false});
      if (++entries_ > limits_.entries) return error(ErrorCode::too_many, "too many selectors");
      skip_spaces();
      if (at_ == line_end_ || *at_ != ',') break;
      ++at_;
      skip_spaces();
    }
    block.selector_count = static_cast<std::uint32_t>(lock_.selectors.size()) - block.first_selector;
    section_ = Section::none;
    Word value;
    bool opens = false;
    if (!rest(value, opens)) return false;
    if (!opens) {  // a package that is a word: yarn writes none
      lock_.problems.push_back({ErrorCode::wrong_type, lock_.selectors[block.first_selector].text, line_});
      lock_.selectors.resize(block.first_selector);
      depth_ = 0;
      return true;
    }
    depth_ = 1;
    lock_.blocks.push_back(block);
    open_block_ = true;
    return true;
  }

  // key value, or key: with a list below
  bool member(std::size_t level) {
    Word key, value;
    bool opens = false;
    if (!word(key, true)) return false;
    if (!key.there) return error(ErrorCode::syntax, "expected a key");
    if (!rest(value, opens)) return false;
    depth_ = opens ? level + 1 : level;
    if (level == 1) return opens ? open_section(key.text) : field(key.text, value.text);
    if (level > 2 || section_ == Section::none || section_ == Section::other) return true;
    if (opens) lock_.problems.push_back({ErrorCode::wrong_type, key.text, line_});
    lock_.dependencies.push_back({key.text, value.text, section_ == Section::optional, line_});
    return true;
  }

  bool open_section(std::string_view key) {
    section_ = key == "dependencies"           ? Section::dependencies
               : key == "optionalDependencies" ? Section::optional
                                               : Section::other;
    if (target(key) != nullptr) lock_.problems.push_back({ErrorCode::wrong_type, key, line_});
    return true;
  }

  bool field(std::string_view key, std::string_view value) {
    section_ = Section::none;
    if (key == "dependencies" || key == "optionalDependencies")
      lock_.problems.push_back({ErrorCode::wrong_type, key, line_});
    std::string_view* const out = target(key);
    if (out == nullptr) return true;
    if (out->data() != nullptr) {
      const ClassicBlock& block = lock_.blocks.back();
      std::string name(lock_.selectors[block.first_selector].text);
      lock_.duplicates.push_back({name.append(" ").append(key), block.line, line_});
    }
    *out = value;
    return true;
  }

  std::string_view* target(std::string_view key) {
    ClassicBlock& block = lock_.blocks.back();
    if (key == "version") return &block.version;
    if (key == "resolved") return &block.resolved;
    if (key == "integrity") return &block.integrity;
    return key == "name" ? &block.name : nullptr;
  }

  // What follows a key: a value, with or without a colon before it, or a colon alone, which opens a list.
  bool rest(Word& value, bool& opens) {
    skip_spaces();
    const bool colon = at_ != line_end_ && *at_ == ':';
    if (colon) ++at_;
    skip_spaces();
    if (!word(value, false)) return false;
    if (!value.there && !colon) return error(ErrorCode::syntax, "expected a value, or ':' and a list");
    opens = !value.there;
    skip_spaces();
    if (!at_line_end()) return error(ErrorCode::syntax, "text after the end of the value");
    return true;
  }

  bool word(Word& out, bool key) {
    if (at_line_end()) return true;
    out.there = true;
    if (*at_ == '"') return quoted(out.text);
    const char* const start = at_;
    if (key) {
      if (kReserved.find(*at_) != std::string_view::npos) return error(ErrorCode::syntax, "expected a word");
      while (at_ != line_end_ && *at_ != ' ' && *at_ != ',' && !(*at_ == ':' && colon_ends_key())) {
        if (*at_ == '"' || *at_ == '\t') return error(ErrorCode::syntax, "unexpected character");
        ++at_;
      }
    } else {
      at_ = find(' ');
    }
    out.text = {start, static_cast<std::size_t>(at_ - start)};
    return true;
  }

  // The next place of a character on this line, or the line's end.
  const char* find(char c) const {
    const void* const found = std::memchr(at_, c, static_cast<std::size_t>(line_end_ - at_));
    return found == nullptr ? line_end_ : static_cast<const char*>(found);
  }

  // A ':' inside a key ("a@file:b") has something right behind it that is no quoted value.
  bool colon_ends_key() const {
    const char* const next = at_ + 1;
    return next == line_end_ || *next == ' ' || *next == '"';
  }

  bool quoted(std::string_view& out) {
    const char* const start = at_++;
    bool escaped = false;
    const char* escape = find('\\');
    for (at_ = find('"'); escape < at_;) {  // the quote may be escaped
      at_ = escape + 1 == line_end_ ? line_end_ : escape + 2;
      escape = find('\\');
      at_ = find('"');
      escaped = true;
    }
    if (at_ == line_end_) {
      const bool last = line_end_ == end_;
      return error(last ? ErrorCode::truncated : ErrorCode::syntax, "a quoted word without an end");
    }
    out = {start + 1, static_cast<std::size_t>(at_ - start) - 1};
    ++at_;
    if (!escaped) return true;
    const Result<Document> decoded = json::parse(std::string(start, at_));
    if (!decoded) return error(ErrorCode::syntax, "a quoted word with an escape that JSON does not have");
    out = lock_.decoded.emplace_back(decoded->root().text());
    return true;
  }

  void close_block() {
    if (!open_block_) return;
    ClassicBlock& block = lock_.blocks.back();
    block.dependency_count = static_cast<std::uint32_t>(lock_.dependencies.size()) - block.first_dependency;
    open_block_ = false;
  }

  // Yarn keeps blocks by selector, so that a later one replaces an earlier one.
  void shadow_selectors() {
    lock_.by_selector.reserve(lock_.selectors.size());
    for (std::uint32_t i = 0; i < lock_.selectors.size(); ++i) {
      const auto [place, fresh] = lock_.by_selector.try_emplace(lock_.selectors[i].text, i);
      if (fresh) continue;
      ClassicSelector& earlier = lock_.selectors[place->second];
      earlier.shadowed = true;
      lock_.duplicates.push_back({std::string(earlier.text), earlier.line, lock_.selectors[i].line});
      place->second = i;
    }
  }

  const Limits& limits_;
  const char* at_;
  const char* const end_;
  const char* line_begin_ = nullptr;
  const char* line_end_ = nullptr;
  std::uint32_t line_ = 0;
  std::size_t depth_ = 0;  // the deepest level that the next line may have
  std::uint64_t entries_ = 0;
  Section section_ = Section::none;
  bool open_block_ = false;
  bool lone_returns_ = false;  // a carriage return stands elsewhere than before a newline
  ClassicLock lock_;
  Error error_;
};

}  // namespace

Result<ClassicLock> parse_yarn_classic(std::string_view text, const Limits& limits) {
  TRY(check_encoding(text, limits));
  TRY(check_utf8(text));
  return ClassicReader(text, limits).read();
}

}  // namespace cordon::inventory::npm
