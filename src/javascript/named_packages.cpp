#include "javascript/named_packages.h"

#include <algorithm>
#include <array>

#include "javascript/asked_modules.h"

namespace cordon::javascript {
namespace {

constexpr std::size_t kMostNameBytes = 214, kMostModuleBytes = 1'024, kMostOptionBytes = 64;
constexpr std::array<std::string_view, 6> kImports{"import", "use", "forward", "plugin", "config", "reference"};

constexpr std::array<std::string_view, 13> kCode{".js",  ".mjs",  ".cjs", ".jsx",    ".ts",    ".mts",   ".cts",
                                                 ".tsx", ".json", ".vue", ".svelte", ".astro", ".coffee"};
constexpr std::array<std::string_view, 4> kStyles{".css", ".scss", ".sass", ".less"};

bool ends_with_one_of(std::string_view name, const auto& endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '~' || c == '@' || c == '/';
}

std::string_view name_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  const std::size_t stop = std::min(text.size(), begin + kMostModuleBytes);  // what is longer is none
  while (end < stop && is_name_byte(text[end])) ++end;
  return text.substr(begin, end - begin);
}

// Behind blanks, "url(", brackets and quotes: what is imported.
std::string_view imported_at(std::string_view text, std::size_t at) {
  const auto skip = [&](std::string_view bytes) { at = std::min(text.find_first_not_of(bytes, at), text.size()); };
  skip(" \t\r\n");
  if (text.substr(at, 1) == "(")  // Less: @import (reference) "x"
    at += std::min(text.substr(at, kMostOptionBytes).find(')'), text.size() - at);
  skip(" \t\r\n)");
  if (text.substr(at, 4) == "url(") at += 4;
  skip(" \t\r\n'\"");
  if (text.substr(at, 1) == "~") ++at;  // webpack's sign of a package
  return name_at(text, at);
}

}  // namespace

std::string_view package_of(std::string_view module) {
  if (module.empty() || module.front() == '.' || module.front() == '/') return {};
  std::size_t end = module.find('/');
  if (module.front() == '@') {
    if (end == std::string_view::npos) return {};
    end = module.find('/', end + 1);
  }
  const std::string_view name = module.substr(0, end);
  return name.size() <= kMostNameBytes && std::ranges::all_of(name, is_name_byte) ? name : std::string_view();
}

NamingKind naming_of(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (ends_with_one_of(name, kStyles)) return NamingKind::styles;
  if (name.ends_with(".gyp") || name.ends_with(".gypi")) return NamingKind::gyp;
  if (ends_with_one_of(name, kCode)) return NamingKind::code;
  const bool may_be_command = name.find('.') == std::string_view::npos &&
                              std::ranges::any_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
  return may_be_command ? NamingKind::command : NamingKind::none;
}

void add_named(std::string_view code, Names& out) {
  asked_modules(code, [&](AskedModule&& module) {
    const std::string_view name = package_of(module.name);
    // Of a name of which only the beginning is known, the package's own must end in it.
    if (name.empty() || (module.is_beginning && name.size() == module.name.size())) return;
    if (!out.contains(name)) out.emplace(name);
  });
}

void add_words(std::string_view text, Names& out) {
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view word = name_at(text, at);
    if (const std::string_view name = package_of(word); !name.empty() && !out.contains(name)) out.emplace(name);
    at += std::max<std::size_t>(1, word.size());
  }
}

void add_named_by_gyp(std::string_view gyp, Names& out) {
  for (std::size_t at = 0; at < gyp.size();) {
    at = gyp.find_first_of("#'\"", at);
    if (at == std::string_view::npos) return;
    if (gyp[at] == '#') {
      at = gyp.find('\n', at);
      continue;
    }
    const char quote = gyp[at];
    std::size_t end = at + 1;
    while (end < gyp.size() && gyp[end] != quote) end += gyp[end] == '\\' ? 2 : 1;
    end = std::min(end, gyp.size());
    add_words(gyp.substr(at + 1, end - at - 1), out);
    at = end + 1;
  }
}

void add_named_by_styles(std::string_view styles, Names& out) {
  for (std::size_t at = 0; at < styles.size();) {
    at = styles.find_first_of("/@", at);
    if (at == std::string_view::npos) return;
    if (styles.substr(at, 2) == "/*") {
      at = styles.find("*/", at + 2);
      if (at == std::string_view::npos) return;
      at += 2;
      continue;
    }
    if (styles[at] == '@') {
      const std::string_view word = styles.substr(at + 1, 10);
      for (const std::string_view each : kImports)
        if (word.starts_with(each) && (word.size() == each.size() || !is_name_byte(word[each.size()])))
          if (const std::string_view name = package_of(imported_at(styles, at + 1 + each.size())); !name.empty())
            out.emplace(name);
    }
    ++at;
  }
}

}  // namespace cordon::javascript
