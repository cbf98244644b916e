#include "change/rewrite/pnpm_lines.h"

#include <algorithm>

namespace cordon::change {
namespace {

std::unexpected<Error> refused(const char* message, const TextLine& line) {
  return fail(ErrorCode::refused, message, static_cast<std::uint32_t>(line.number));
}

// Where a scalar in single quotes ends, its quotes included; npos without an end.
std::size_t end_of_quoted(std::string_view text) {
  std::size_t at = 1;
  while (at < text.size()) {
    if (text[at] != '\'') ++at;
    else if (at + 1 < text.size() && text[at + 1] == '\'') at += 2;
    else return at + 1;
  }
  return std::string_view::npos;
}

bool is_number_like(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return false;
  if (text.starts_with("0x") || text.starts_with("0o") || text.starts_with("0b")) return true;
  if (text.front() == '.') return true;  // ".5", ".inf", ".nan"
  return text.find_first_not_of("0123456789_.eE+-:") == std::string_view::npos && std::ranges::count(text, '.') <= 1 &&
         text.front() >= '0' && text.front() <= '9';
}

bool is_plain(std::string_view text) {
  static constexpr std::string_view kNotFirst = "-?:,[]{}#&*!|=>'\"%@`~ \t";
  static constexpr std::string_view kWords[] = {"null", "Null",  "NULL",  "true",  "True",
                                                "TRUE", "false", "False", "FALSE", "<<"};
  if (text.empty() || (kNotFirst.find(text.front()) != std::string_view::npos && !(text[0] == '~' && text.size() > 1)))
    return false;
  if (text.back() == ' ' || text.back() == ':' || text.find(": ") != std::string_view::npos ||
      text.find(" #") != std::string_view::npos || is_number_like(text))
    return false;
  if (std::ranges::find(kWords, text) != std::end(kWords)) return false;
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

std::optional<std::string> unquoted(std::string_view raw) {
  if (!raw.starts_with('\'')) {
    if (raw.starts_with('"') || raw.starts_with('&') || raw.starts_with('*') || raw.starts_with('!'))
      return std::nullopt;
    return std::string(raw);
  }
  if (end_of_quoted(raw) != raw.size()) return std::nullopt;
  std::string out;
  for (std::size_t i = 1; i + 1 < raw.size(); ++i) {
    out += raw[i];
    if (raw[i] == '\'') ++i;
  }
  return out;
}

std::string yaml_scalar(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' ? 2 : 1, c);
  return out + "'";
}

std::optional<PnpmKeyLine> key_line(std::string_view line) {
  PnpmKeyLine out;
  out.indent = std::min(line.find_first_not_of(' '), line.size());
  std::string_view rest = line.substr(out.indent);
  if (rest.empty() || rest.starts_with("- ") || rest.starts_with("? ")) return std::nullopt;
  if (std::string_view("#{[&*!|>%@`\"").find(rest.front()) != std::string_view::npos) return std::nullopt;
  std::size_t end = 0;
  if (rest.starts_with('\'')) {
    end = end_of_quoted(rest);
  } else {
    end = rest.find(": ");
    if (end == std::string_view::npos && rest.ends_with(':')) end = rest.size() - 1;
  }
  if (end == std::string_view::npos || end == 0 || end >= rest.size() || rest[end] != ':') return std::nullopt;
  out.raw_key = rest.substr(0, end);
  const auto key = unquoted(out.raw_key);
  if (!key) return std::nullopt;
  out.key = *key;
  rest.remove_prefix(end + 1);
  if (!rest.empty() && rest.front() != ' ') return std::nullopt;
  out.value = rest.empty() ? "" : rest.substr(1);
  return out;
}

Result<std::vector<PnpmSection>> pnpm_sections(const TextLines& text, const Limits& limits) {
  const std::vector<TextLine>& lines = text.lines();
  std::vector<PnpmSection> out;
  std::size_t scalar = std::string::npos;  // indent of the key of a block scalar that may go on
  std::uint64_t entries = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const TextLine& line = lines[i];
    if (line.has_control()) return refused("a control character", line);
    if (line.is_blank()) continue;
    const std::size_t indent = line.indent();
    if (scalar != std::string::npos && indent > scalar) {
      out.back().last = i + 1;
      if (!out.back().entries.empty()) out.back().entries.back().last = i + 1;
      continue;
    }
    scalar = std::string::npos;
    if (line.text[indent] == '#' && indent == 0) continue;
    if (indent == 0 && (line.text == "---" || line.text == "...")) return refused("more than one document", line);
    if (++entries > limits.entries) return fail(ErrorCode::too_many, "too many lines");
    const auto key = key_line(line.text);
    const bool item = indent == 2 && line.text.compare(2, 2, "- ") == 0;
    if (indent <= 2 && !key && !item) return refused("a line that is not written as pnpm writes it", line);
    if (key && !key->value.empty() && (key->value[0] == '|' || key->value[0] == '>')) scalar = indent;
    if (indent == 0) {
      out.push_back({key->key, i, i, {}});
    } else if (out.empty()) {
      return refused("indented below nothing", line);
    } else if (indent == 2 && key) {
      out.back().entries.push_back({key->key, i, i});
    }
    out.back().last = i + 1;
    if (indent >= 2 && !out.back().entries.empty()) out.back().entries.back().last = i + 1;
  }
  return out;
}

void erase_entry(TextLines& lines, const PnpmSection& section, std::size_t index) {
  const PnpmEntry& entry = section.entries[index];
  std::size_t first = entry.first, last = entry.last;
  const auto is_blank = [&](std::size_t line) { return lines.lines()[line].is_blank(); };
  if (index + 1 < section.entries.size()) {
    last = section.entries[index + 1].first;
  } else {
    if (index == 0) first = section.first;
    while (first > 0 && is_blank(first - 1)) --first;
    // At the head of a text nothing stands in front: what follows moves up.
    if (first == 0)
      while (last < lines.lines().size() && is_blank(last)) ++last;
  }
  lines.erase(first, last);
}

Result<std::vector<PnpmMember>> members_of(const TextLines& text, const PnpmEntry& entry) {
  std::vector<PnpmMember> out;
  for (std::size_t i = entry.first + 1; i < entry.last; ++i) {
    const TextLine& line = text.lines()[i];
    if (!line.is_blank() && line.indent() == 4) {
      const auto key = key_line(line.text);
      if (!key) return refused("a member that is not written as pnpm writes it", line);
      if (std::ranges::find(out, key->key, &PnpmMember::name) != out.end())
        return refused("a member that stands twice", line);
      out.push_back({key->key, {}});
    }
    if (out.empty()) return refused("a line that belongs to no member", line);
    out.back().lines.push_back(line);
  }
  return out;
}

Result<std::vector<PnpmDependency>> dependencies_of(const PnpmMember& list) {
  std::vector<PnpmDependency> out;
  for (std::size_t i = 1; i < list.lines.size(); ++i) {
    const TextLine& line = list.lines[i];
    const auto key = key_line(line.text);
    const auto reference = key ? unquoted(key->value) : std::nullopt;
    if (!reference || key->indent != 6 || reference->empty())
      return refused("a dependency that is not written as pnpm writes it", line);
    out.push_back({key->key, *reference, i});
  }
  return out;
}

std::optional<PnpmId> split_id(std::string_view key) {
  PnpmId out;
  if (key.starts_with('/')) {
    out.prefix = key.substr(0, 1);
    key.remove_prefix(1);
  }
  const std::size_t open = key.find('(');
  out.suffix = open == std::string_view::npos ? std::string_view() : key.substr(open);
  key = key.substr(0, open);
  const std::size_t at = key.empty() ? std::string_view::npos : key.find('@', 1);
  if (at == std::string_view::npos) return std::nullopt;
  out.name = key.substr(0, at);
  out.version = key.substr(at + 1);
  if (out.version.empty() || out.version.find_first_of(":/@") != std::string_view::npos) return std::nullopt;
  const bool scoped = out.name.starts_with('@');
  if (std::ranges::count(out.name, '/') != (scoped ? 1 : 0)) return std::nullopt;
  return out;
}

}  // namespace cordon::change
