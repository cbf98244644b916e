#include "inventory/npm/lock_version.h"

#include <algorithm>

#include "inventory/npm/letter_case.h"

namespace cordon::inventory::npm {
namespace {

bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool starts_without_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equal_without_case(text.substr(0, prefix.size()), prefix);
}

bool ends_without_case(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && equal_without_case(text.substr(text.size() - suffix.size()), suffix);
}

bool is_tarball(std::string_view text) {
  return ends_without_case(text, ".tgz") || ends_without_case(text, ".tar.gz") || ends_without_case(text, ".tar");
}

// "file:...", a path that begins like one, or a drive letter.
bool is_path(std::string_view text) {
  return starts_without_case(text, "file:") || text.starts_with('.') || text.starts_with("~/") ||
         text.starts_with('/') || (text.size() > 1 && is_letter(text[0]) && text[1] == ':');
}

// "user/project", which means the best-known git host.
bool is_hosted_shortcut(std::string_view text) {
  const std::string_view before = text.substr(0, text.find('#'));
  const std::size_t slash = before.find('/');
  return slash != std::string_view::npos && slash > 0 && before.find('/', slash + 1) == std::string_view::npos &&
         !before.ends_with('/') && !text.starts_with('.') &&
         before.find_first_of(" \t\n\r\v\f@:") == std::string_view::npos;
}

bool is_git_host(std::string_view host) {
  static constexpr std::string_view kHosts[] = {"github.com", "gitlab.com", "bitbucket.org", "gist.github.com",
                                                "git.sr.ht"};
  if (starts_without_case(host, "www.")) host.remove_prefix(4);
  return std::any_of(std::begin(kHosts), std::end(kHosts),
                     [&](std::string_view known) { return equal_without_case(host, known); });
}

// "git@host:user/project" and "host:user/project" for a known git host.
bool is_hosted_scp(std::string_view text) {
  const std::size_t at = text.substr(0, text.find_first_of("/#")).find('@');
  if (at != std::string_view::npos) text.remove_prefix(at + 1);
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && is_git_host(text.substr(0, colon)) && colon + 1 < text.size();
}

// A repository's own page on a known git host: exactly user and project. Anything below it, a tarball, is a download.
bool is_hosted_page(std::string_view address) {
  const std::size_t start = address.find("://");
  if (start == std::string_view::npos) return false;
  std::string_view rest = address.substr(start + 3);
  rest = rest.substr(0, rest.find_first_of("?#"));
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return false;
  std::string_view host = rest.substr(0, slash);
  if (const std::size_t user = host.rfind('@'); user != std::string_view::npos) host.remove_prefix(user + 1);
  if (!is_git_host(host)) return false;
  std::string_view path = rest.substr(slash + 1);
  if (path.ends_with('/')) path.remove_suffix(1);
  const auto slashes = std::count(path.begin(), path.end(), '/');
  return slashes == 1 || path.find("/tree/") != std::string_view::npos;
}

// /^(?:git[+])?[a-z]+:/i
bool is_address(std::string_view text) {
  if (starts_without_case(text, "git+")) text.remove_prefix(4);
  std::size_t letters = 0;
  while (letters < text.size() && is_letter(text[letters])) ++letters;
  return letters > 0 && letters < text.size() && text[letters] == ':';
}

bool is_git_address(std::string_view text) {
  static constexpr std::string_view kSchemes[] = {
      "git:", "git+", "ssh:", "github:", "gitlab:", "bitbucket:", "gist:", "sourcehut:"};
  return std::any_of(std::begin(kSchemes), std::end(kSchemes),
                     [&](std::string_view scheme) { return starts_without_case(text, scheme); });
}

// The path that a "file:" address means; two slashes begin an absolute path, and ".." after them a relative one.
std::string_view path_of(std::string_view text) {
  if (!starts_without_case(text, "file:")) return text;
  text.remove_prefix(5);
  std::string_view rest = text;
  while (rest.starts_with('/') && text.size() - rest.size() < 3) rest.remove_prefix(1);
  const bool relative = rest == "." || rest == ".." || rest.starts_with("./") || rest.starts_with("../");
  return relative ? rest : text;
}

}  // namespace

Source parse_source(std::string_view text) {
  const bool plain = text.find_first_of("/:#@") == std::string_view::npos;  // most are: a version and nothing else
  if (text.empty() || (plain && text[0] != '.' && !is_tarball(text))) return {SourceKind::registry, text, {}};
  if (is_path(text)) return {is_tarball(text) ? SourceKind::file : SourceKind::folder, text, path_of(text)};
  if (starts_without_case(text, "npm:")) return {SourceKind::alias, text, {}};
  if (is_hosted_shortcut(text) || is_hosted_scp(text) || is_git_address(text)) return {SourceKind::git, text, {}};
  if (is_address(text)) {
    const bool http = starts_without_case(text, "http:") || starts_without_case(text, "https:");
    if (!http) return {SourceKind::none, text, {}};
    return {is_hosted_page(text) ? SourceKind::git : SourceKind::remote, text, {}};
  }
  if (is_tarball(text)) return {SourceKind::file, text, text};
  if (text.find('/') != std::string_view::npos) return {SourceKind::folder, text, text};
  return {SourceKind::registry, text, {}};
}

Source source_of(std::string_view version, std::string_view from, std::string_view resolved, bool has_integrity) {
  const auto from_registry = [](const Source& source) {
    return source.kind == SourceKind::registry || source.kind == SourceKind::alias;
  };
  if (!version.empty()) {
    const Source source = parse_source(version);
    if (has_integrity || source.kind == SourceKind::git || source.kind == SourceKind::none) return source;
  }
  if (!from.empty()) {
    const Source source = parse_source(from);
    if (from_registry(source) && !version.empty()) return parse_source(version);
    if (source.kind == SourceKind::none) return parse_source(version);
    if (resolved.empty()) return source;
  }
  const Source source = parse_source(resolved);
  return resolved.empty() || source.kind == SourceKind::none ? parse_source(version) : source;
}

std::string_view version_of_tarball(std::string_view name, std::string_view address) {
  std::string_view file = address.substr(0, address.find_first_of("?#"));
  if (const std::size_t slash = file.rfind('/'); slash != std::string_view::npos) file.remove_prefix(slash + 1);
  if (const std::size_t slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
  if (!file.ends_with(".tgz") || !file.starts_with(name) || name.empty()) return {};
  file.remove_suffix(4);
  file.remove_prefix(name.size());
  if (file.size() < 2 || file[0] != '-' || !is_digit(file[1])) return {};
  return file.substr(1);
}

}  // namespace cordon::inventory::npm
