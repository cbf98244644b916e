#include "inventory/npm/path_pattern.h"

#include <algorithm>

namespace cordon::inventory::npm {
namespace {

constexpr std::size_t kMaxExpansions = 1000;
constexpr std::size_t kMaxPatternBytes = 512;

// Position of the brace that closes the one at `open`, or npos.
std::size_t closing_brace(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    else if (text[i] == '}' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

// The alternatives between braces, split at the commas that are in no inner braces.
std::vector<std::string_view> alternatives(std::string_view body) {
  std::vector<std::string_view> out;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '{') ++depth;
    else if (body[i] == '}') --depth;
    else if (body[i] == ',' && depth == 0) {
      out.push_back(body.substr(start, i - start));
      start = i + 1;
    }
  }
  out.push_back(body.substr(start));
  return out;
}

Result<std::vector<std::string>> expand_braces(std::string_view pattern) {
  std::vector<std::string> done, work{std::string(pattern)};
  while (!work.empty()) {
    const std::string text = std::move(work.back());
    work.pop_back();
    std::size_t open = text.find('{');
    std::size_t close = std::string::npos;
    std::vector<std::string_view> parts;
    for (; open != std::string::npos; open = text.find('{', open + 1)) {
      close = closing_brace(text, open);
      if (close == std::string::npos) break;
      parts = alternatives(std::string_view(text).substr(open + 1, close - open - 1));
      if (parts.size() > 1) break;  // "{a}" stands for itself
    }
    if (open == std::string::npos || close == std::string::npos) {
      done.push_back(text);
    } else {
      for (auto part = parts.rbegin(); part != parts.rend(); ++part)
        work.push_back(text.substr(0, open) + std::string(*part) + text.substr(close + 1));
    }
    if (done.size() + work.size() > kMaxExpansions)
      return fail(ErrorCode::too_many, "the braces of a pattern expand to too many");
  }
  return done;
}

bool is_extended(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i)
    if (text[i + 1] == '(' && std::string_view("!?+*@").find(text[i]) != std::string_view::npos) return true;
  return false;
}

// Matches one character against the class that starts at pattern[at]; moves `at` past it. A '[' that nothing closes
// stands for itself.
bool matches_class(std::string_view pattern, std::size_t& at, char c) {
  std::size_t i = at + 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  const std::size_t first = i;
  bool found = false;
  for (; i < pattern.size() && (pattern[i] != ']' || i == first); ++i) {
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      found = found || (pattern[i] <= c && c <= pattern[i + 2]);
      i += 2;
    } else {
      found = found || pattern[i] == c;
    }
  }
  if (i >= pattern.size()) {
    ++at;
    return c == '[';
  }
  at = i + 1;
  return found != negated;
}

// '*', '?' and classes within one name. Going back to the last '*' only keeps this O(pattern * name).
bool matches_wildcards(std::string_view pattern, std::string_view name) {
  std::size_t at = 0, in = 0, star = std::string_view::npos, resume = 0;
  while (in < name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      resume = in;
      continue;
    }
    bool one = false;
    if (at < pattern.size()) {
      std::size_t next = at;
      if (pattern[at] == '[') one = matches_class(pattern, next, name[in]);
      else one = pattern[next++] == '?' || pattern[at] == name[in];
      if (one) at = next;
    }
    if (one) {
      ++in;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in = ++resume;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (slash != 0 && path.substr(0, slash) != ".") out.push_back(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return out;
}

}  // namespace

bool PatternSegment::matches(std::string_view name) const {
  if (kind == Kind::literal) return text == name;
  if (name.starts_with('.') && !text.starts_with('.')) return false;
  return matches_wildcards(text, name);
}

Result<std::vector<PathPattern>> compile_path_pattern(std::string_view pattern) {
  if (pattern.size() > kMaxPatternBytes) return fail(ErrorCode::too_large, "a pattern longer than anyone writes");
  if (is_extended(pattern)) return fail(ErrorCode::unsupported_format, "an extended glob pattern");
  std::vector<PathPattern> out;
  for (const std::string& text : TRY(expand_braces(pattern))) {
    PathPattern compiled;
    for (const std::string_view segment : segments_of(text)) {
      using Kind = PatternSegment::Kind;
      const bool wild = segment.find_first_of("*?[") != std::string_view::npos;
      const Kind kind = segment == "**" ? Kind::any_depth : (wild ? Kind::wildcard : Kind::literal);
      if (kind == Kind::any_depth && !compiled.empty() && compiled.back().kind == kind) continue;
      compiled.push_back({kind, std::string(segment)});
    }
    out.push_back(std::move(compiled));
  }
  return out;
}

bool matches_path(const PathPattern& pattern, std::string_view path) {
  const std::vector<std::string_view> names = segments_of(path);
  // reach[i]: the segments so far can match the first i names.
  std::vector<bool> reach(names.size() + 1, false);
  reach[0] = true;
  for (const PatternSegment& segment : pattern) {
    std::vector<bool> next(names.size() + 1, false);
    if (segment.kind == PatternSegment::Kind::any_depth) {
      bool open = false;
      for (std::size_t i = 0; i <= names.size(); ++i) {
        open = open || reach[i];
        next[i] = open;
        if (i < names.size() && names[i].starts_with('.')) open = false;
      }
    } else {
      for (std::size_t i = 0; i < names.size(); ++i)
        if (reach[i] && segment.matches(names[i])) next[i + 1] = true;
    }
    reach = std::move(next);
  }
  return reach[names.size()];
}

bool matches_any(std::span<const PathPattern> patterns, std::string_view path) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const PathPattern& p) { return matches_path(p, path); });
}

}  // namespace cordon::inventory::npm
