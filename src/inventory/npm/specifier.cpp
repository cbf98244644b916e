#include "inventory/npm/specifier.h"

#include <algorithm>

#include "model/registries.h"

namespace cordon::inventory::npm {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool looks_like_range(std::string_view text) {
  if (text.empty()) return true;
  const char c = text.front();
  if ((c >= '0' && c <= '9') || std::string_view("^~<>=*|").find(c) != std::string_view::npos) return true;
  if ((c == 'x' || c == 'X') && (text.size() == 1 || text[1] == '.')) return true;
  return (c == 'v' || c == 'V') && text.size() > 1 && text[1] >= '0' && text[1] <= '9';
}

// user/repo[#ref], the shortcut for a well-known host
bool hosted_shortcut(std::string_view text) {
  const std::string_view path = text.substr(0, text.find('#'));
  const std::size_t slash = path.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == path.size()) return false;
  if (path.find('/', slash + 1) != std::string_view::npos) return false;
  return path.find_first_of(" :@<>|^") == std::string_view::npos && path.front() != '.' && path.front() != '~';
}

bool git_address(std::string_view text) {
  static constexpr std::string_view kSchemes[] = {
      "git://", "git+", "github:", "gitlab:", "bitbucket:", "gist:", "ssh://", "git@"};
  if (std::any_of(std::begin(kSchemes), std::end(kSchemes), [&](auto s) { return text.starts_with(s); })) return true;
  const std::string_view path = text.substr(0, text.find('#'));
  return path.ends_with(".git") && model::Registries::is_web_address(text);
}

}  // namespace

NameAndRest split_name(std::string_view text) {
  const std::size_t at = text.find('@', 1);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

Specifier parse_specifier(std::string_view declared_name, std::string_view raw) {
  const std::string_view text = trim(raw);
  Specifier out;
  out.name = declared_name;
  const auto make = [&](SpecifierKind kind, std::string_view target) {
    out.kind = kind;
    out.target = target;
    return out;
  };
  if (text.starts_with("npm:")) {
    std::string_view rest = text.substr(4);
    const NameAndRest split = split_name(rest);
    // Yarn berry writes plain ranges as "npm:^1.0.0". No range has an '@', and names may begin with a digit.
    if (split.rest.empty() && looks_like_range(rest)) {
      out.range = rest;
      return out;
    }
    out.kind = SpecifierKind::alias;
    out.name = split.name;
    out.range = split.rest;
    return out;
  }
  struct Protocol {
    std::string_view prefix;
    SpecifierKind kind;
  };
  static constexpr Protocol kProtocols[] = {{"workspace:", SpecifierKind::workspace}, {"patch:", SpecifierKind::patch},
                                            {"catalog:", SpecifierKind::catalog},     {"link:", SpecifierKind::link},
                                            {"portal:", SpecifierKind::portal},       {"jsr:", SpecifierKind::jsr},
                                            {"exec:", SpecifierKind::exec},           {"file:", SpecifierKind::file}};
  for (const Protocol& protocol : kProtocols) {
    if (!text.starts_with(protocol.prefix)) continue;
    const std::string_view rest = text.substr(protocol.prefix.size());
    if (protocol.kind == SpecifierKind::workspace) out.range = rest;
    if (protocol.kind == SpecifierKind::jsr) {
      const NameAndRest split = split_name(rest);
      if (looks_like_range(rest)) out.range = rest;
      else {
        out.name = split.name;
        out.range = split.rest;
      }
    }
    return make(protocol.kind, rest);
  }
  if (git_address(text)) return make(SpecifierKind::git, text);
  if (model::Registries::is_web_address(text)) return make(SpecifierKind::http, text);
  if (text.starts_with("./") || text.starts_with("../") || text.starts_with('/') || text.starts_with("~/") ||
      text == "." || text == "..")
    return make(SpecifierKind::file, text);
  if (looks_like_range(text)) {
    out.range = text;
    return out;
  }
  if (hosted_shortcut(text)) return make(SpecifierKind::git, text);
  if (text.find("://") != std::string_view::npos || text.find(':') != std::string_view::npos)
    return make(SpecifierKind::unknown, text);
  out.kind = SpecifierKind::tag;
  out.range = text;
  return out;
}

}  // namespace cordon::inventory::npm
