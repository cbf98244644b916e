#include "inspect/paths.h"

#include <algorithm>

#include "inspect/shell.h"

namespace cordon::inspect {
namespace {

bool separates(char c) {
  return c == '/' || c == '\\' || c == kHole || c == '"' || c == '\'' || c == '`' || c == '@' || c == '=' || c == '~' ||
         c == ':' || c == ',' || c == ';' || c == ')' || c == '\n';
}

bool matches_at(std::string_view text, std::size_t at, std::string_view path) {
  if (text.size() - at < path.size()) return false;
  for (std::size_t i = 0; i < path.size(); ++i)
    if (text[at + i] != path[i] && !(path[i] == '/' && text[at + i] == '\\')) return false;
  const std::size_t end = at + path.size();
  return (at == 0 || separates(text[at - 1]) || path.front() == '/') && (end == text.size() || separates(text[end]));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_host_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '.';
}

}  // namespace

std::string_view path_in(std::string_view text, std::span<const std::string_view> paths) {
  text = text.substr(0, kMostPathText);
  for (const std::string_view path : paths)
    for (std::size_t at = text.find_first_of(path.front() == '/' ? std::string_view("/\\") : path.substr(0, 1));
         at != std::string_view::npos;
         at = text.find_first_of(path.front() == '/' ? std::string_view("/\\") : path.substr(0, 1), at + 1))
      if (matches_at(text, at, path)) return path;
  return {};
}

std::vector<std::string_view> addresses_in(std::string_view text) {
  std::vector<std::string_view> out;
  text = text.substr(0, kMostPathText);
  for (std::size_t at = text.find("://"); at != std::string_view::npos && out.size() < 16;
       at = text.find("://", at + 3)) {
    std::size_t begin = at;
    while (begin > 0 && ((text[begin - 1] | 0x20) >= 'a' && (text[begin - 1] | 0x20) <= 'z')) --begin;
    const std::string_view scheme = text.substr(begin, at - begin);
    if (scheme != "http" && scheme != "https" && scheme != "ws" && scheme != "wss" && scheme != "ftp") continue;
    const std::size_t end = std::min(text.find_first_of(" \t\r\n\"'`<>(){}|\\", at), text.size());
    out.push_back(text.substr(begin, end - begin));
  }
  return out;
}

bool is_host(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view port = text.substr(colon + 1);
    if (port.empty() || port.size() > 5 || !std::ranges::all_of(port, is_digit)) return false;
    text = text.substr(0, colon);
  }
  if (text.size() < 4 || text.size() > 253 || !std::ranges::all_of(text, is_host_byte)) return false;
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || text.front() == '.') return false;
  const std::string_view last = text.substr(dot + 1);
  const bool is_name = last.size() >= 2 && std::ranges::none_of(last, is_digit);
  return is_name || (std::ranges::count(text, '.') == 3 &&
                     std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '.'; }));
}

std::string path_from(std::string_view folder, std::string_view path) {
  if (path.starts_with('/') || path.find(kHole) != std::string_view::npos || path.size() > 4'096) return {};
  std::vector<std::string_view> parts;
  for (std::string_view left : {folder, path})
    while (!left.empty()) {
      const std::size_t slash = std::min(left.find('/'), left.size());
      const std::string_view part = left.substr(0, slash);
      left.remove_prefix(std::min(slash + 1, left.size()));
      if (part.empty() || part == ".") continue;
      if (part == ".." && parts.empty()) return {};
      if (part == "..") parts.pop_back();
      else parts.push_back(part);
    }
  std::string out;
  for (const std::string_view part : parts) out.append(out.empty() ? "" : "/").append(part);
  return out;
}

bool is_own_place(std::string_view path) {
  if (path.empty() || path.find_first_of("~$%:\\\x01") != std::string_view::npos) return false;
  return !path_from("", path).empty();
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

}  // namespace cordon::inspect
