#include "inventory/pypi/requirement_lines.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/credentials.h"
#include "base/text.h"
#include "model/ascii.h"

namespace cordon::inventory::pypi {
namespace {

using model::ascii::trim;

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kShort{{{"-r", "--requirement"},
                                                                               {"-c", "--constraint"},
                                                                               {"-e", "--editable"},
                                                                               {"-i", "--index-url"},
                                                                               {"-f", "--find-links"},
                                                                               {"--pypi-url", "--index-url"}}};

void append_utf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | point >> 6);
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | point >> 12);
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | point >> 18);
    out += static_cast<char>(0x80 | (point >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

// PowerShell's "pip freeze > requirements.txt" is UTF-16.
std::string from_utf16(std::string_view text, bool big) {
  std::string out;
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]), second = static_cast<unsigned char>(text[at + 1]);
    return static_cast<std::uint32_t>(big ? first << 8 | second : second << 8 | first);
  };
  for (std::size_t at = 2; at + 1 < text.size(); at += 2) {
    std::uint32_t point = unit(at);
    const bool pair = point >= 0xD800 && point < 0xDC00 && at + 3 < text.size();
    if (pair && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000) {
      point = 0x10000 + ((point - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else if (point >= 0xD800 && point < 0xE000) {
      point = 0xFFFD;
    }
    append_utf8(out, point);
  }
  return out;
}

// Where the comment begins: at a '#' at the start or behind white space.
std::size_t comment_start(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1))
    if (at == 0 || model::ascii::is_space(line[at - 1])) return at;
  return std::string_view::npos;
}

// A place where pip ends a line (str.splitlines of Python), and how many bytes that takes.
struct LineEnd {
  std::size_t at = 0, bytes = 0;
};
LineEnd line_end(std::string_view text, std::size_t begin) {
  for (std::size_t at = begin; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = [&](std::size_t k) {
      return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0u;
    };
    if (byte == '\r' && next(1) == '\n') return {at, 2};
    if ((byte >= 0x0a && byte <= 0x0d) || (byte >= 0x1c && byte <= 0x1e)) return {at, 1};
    if (byte == 0xc2 && next(1) == 0x85) return {at, 2};                                          // U+0085
    if (byte == 0xe2 && next(1) == 0x80 && (next(2) == 0xa8 || next(2) == 0xa9)) return {at, 3};  // U+2028, U+2029
  }
  return {text.size(), 0};
}

class Cutter {
 public:
  explicit Cutter(const Limits& limits) : limits_(limits) {}

  Result<RequirementLines> run(std::string_view text) {
    std::uint32_t number = 1;  // of line feeds: what else ends a line to pip does not to editors
    for (std::size_t begin = 0; begin < text.size();) {
      const LineEnd end = line_end(text, begin);
      take(text.substr(begin, end.at - begin), number);
      if (out_.lines.size() > limits_.entries) return fail(ErrorCode::too_many, "more lines than the limit", number);
      if (text.substr(end.at, end.bytes).ends_with('\n')) ++number;
      begin = end.at + std::max<std::size_t>(end.bytes, 1);
    }
    finish();
    return std::move(out_);
  }

 private:
  void take(std::string_view line, std::uint32_t number) {
    const std::size_t hash = comment_start(line);
    if (hash != std::string_view::npos) {
      const bool alone = trim(line.substr(0, hash)).empty();
      if (!alone) append(line.substr(0, hash), number);
      finish();  // a comment ends a line that was to go on
      comment(line.substr(hash + 1), alone);
      return;
    }
    in_via_ = false;
    const bool goes_on = line.ends_with('\\');
    if (goes_on) line.remove_suffix(1);
    append(line, number);
    if (!goes_on) finish();
  }

  void append(std::string_view part, std::uint32_t number) {
    if (pending_.empty()) pending_line_ = number;
    pending_.append(part).append(" ");
  }

  void finish() {
    const std::string_view text = trim(pending_);
    if (!text.empty()) {
      RequirementLine& line = out_.lines.emplace_back();
      line.line = pending_line_;
      split(text, line);
    }
    pending_.clear();
  }

  // "# via a, b" behind the package, "# via a" below it, or "# via" and an indented list.
  void comment(std::string_view text, bool alone) {
    if (text.find("autogenerated by") != std::string_view::npos || text.find("uv export") != std::string_view::npos)
      out_.is_compiled = true;
    const std::string_view content = trim(text);
    const bool begins = content == "via" || content.starts_with("via ");
    if (out_.lines.empty()) return;
    if (begins) {
      in_via_ = alone;
      add_via(trim(content.substr(3)));
    } else if (in_via_ && text.starts_with("  ")) {
      add_via(content);
    } else {
      in_via_ = false;
    }
  }

  void add_via(std::string_view list) {
    while (!list.empty()) {
      const std::size_t comma = std::min(list.find(','), list.size());
      if (const std::string_view one = trim(list.substr(0, comma)); !one.empty())
        out_.lines.back().via.emplace_back(one);
      list.remove_prefix(std::min(comma + 1, list.size()));
    }
  }

  // What is asked for ends before the first word that is an option.
  static void split(std::string_view text, RequirementLine& out) {
    std::size_t at = text.starts_with('-') ? 0 : std::min(find_option(text), text.size());
    out.text = trim(text.substr(0, at));
    std::string_view rest = trim(text.substr(at));
    while (!rest.empty()) {
      LineOption& option = out.options.emplace_back();
      const std::size_t end = std::min(rest.find_first_of("= \t"), rest.size());
      std::string_view name = rest.substr(0, end);
      rest.remove_prefix(end);
      // "-rbase.txt"
      if (name.size() > 2 && name[0] == '-' && name[1] != '-') {
        option.value = name.substr(2);
        option.value.append(rest.substr(0, rest.find_first_of(" \t")));
        rest = rest.substr(std::min(rest.find_first_of(" \t"), rest.size()));
        name = name.substr(0, 2);
      } else {
        rest = trim(rest);
        if (rest.starts_with('=')) rest = trim(rest.substr(1));
        if (!rest.starts_with('-')) {
          // The value of --editable may have blanks: "-e path ; marker". Others have none.
          const std::size_t stop = name == "-e" || name == "--editable"
                                       ? std::min(find_option(rest), rest.size())
                                       : std::min(rest.find_first_of(" \t"), rest.size());
          option.value = unquoted(trim(rest.substr(0, stop)));
          rest = rest.substr(stop);
        }
      }
      const auto* known = std::ranges::find(kShort, name, &std::pair<std::string_view, std::string_view>::first);
      option.name = known == kShort.end() ? name : known->second;
      rest = trim(rest);
    }
  }

  static std::string_view unquoted(std::string_view value) {
    const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'');
    return quoted && value.back() == value.front() ? value.substr(1, value.size() - 2) : value;
  }

  static std::size_t find_option(std::string_view text) {
    for (std::size_t at = text.find('-', 1); at < text.size(); at = text.find('-', at + 1))
      if (model::ascii::is_space(text[at - 1])) return at;
    return std::string_view::npos;
  }

  const Limits& limits_;
  RequirementLines out_;
  std::string pending_;
  std::uint32_t pending_line_ = 0;
  bool in_via_ = false;
};

}  // namespace

namespace {

// The encoding that a comment in one of the first two lines names, as pip reads it ("# -*- coding: utf-8 -*-").
std::string_view named_encoding(std::string_view text, std::uint32_t& line) {
  for (line = 1; line <= 2 && !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view first = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!first.starts_with('#')) continue;
    constexpr std::string_view kCoding = "coding";
    for (std::size_t at = first.find(kCoding); at != std::string_view::npos; at = first.find(kCoding, at + 1)) {
      std::string_view rest = first.substr(at + kCoding.size());
      if (!rest.starts_with(':') && !rest.starts_with('=')) continue;
      rest.remove_prefix(1);
      while (!rest.empty() && model::ascii::is_space(rest.front())) rest.remove_prefix(1);
      std::size_t length = 0;
      while (length < rest.size() && (model::ascii::is_alphanumeric(rest[length]) || rest[length] == '-' ||
                                      rest[length] == '_' || rest[length] == '.'))
        ++length;
      if (length > 0) return rest.substr(0, length);
    }
  }
  return {};
}

// Those in which what is read here is what pip reads.
bool is_plain_encoding(std::string_view name) {
  std::string plain;
  for (const char c : name)
    if (c != '-' && c != '_') plain += model::ascii::lower(c);
  for (const std::string_view known : {"utf8", "utf8sig", "ascii", "usascii", "latin1", "iso88591", "cp1252"})
    if (plain == known) return true;
  return false;
}

}  // namespace

Result<RequirementLines> cut_requirement_lines(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) return fail(ErrorCode::too_large, "larger than the limit", 1);
  std::string decoded;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  else if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    // Whoever opened the file takes credentials out of text in UTF-8 only.
    text = decoded = without_credentials(from_utf16(text, text.starts_with("\xFE\xFF")));
  if (text.find('\0') != std::string_view::npos)
    return fail(ErrorCode::unsupported_encoding, "zero bytes: neither UTF-8 nor UTF-16 with a byte-order mark", 1);
  std::uint32_t line = 0;
  if (const std::string_view name = named_encoding(text, line); !name.empty() && !is_plain_encoding(name))
    return fail(ErrorCode::unsupported_encoding, "written in " + text::visible(name, 40) + ", as a comment says", line);
  return Cutter(limits).run(text);
}

}  // namespace cordon::inventory::pypi
