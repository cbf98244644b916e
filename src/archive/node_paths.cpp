#include "archive/node_paths.h"

#include <algorithm>

namespace cordon::archive {
namespace {

bool is_separator(char c) { return c == '/' || c == '\\'; }

bool is_drive(std::string_view path) {
  const char c = path.empty() ? '\0' : static_cast<char>(path[0] | 0x20);
  return path.size() > 1 && c >= 'a' && c <= 'z' && path[1] == ':';
}

// The end of the part, or row of separators, that begins at `at`.
std::size_t end_of(std::string_view path, std::size_t at, bool of_separators) {
  while (at < path.size() && is_separator(path[at]) == of_separators) ++at;
  return at;
}

// Length of what path.win32.parse() calls the root.
std::size_t root_length(std::string_view path) {
  if (is_drive(path)) return path.size() > 2 && is_separator(path[2]) ? 3 : 2;
  if (path.empty() || !is_separator(path[0])) return 0;
  if (path.size() < 2 || !is_separator(path[1])) return 1;
  // A share: two separators, a host, separators, a name.
  const std::size_t host = end_of(path, 2, false);
  if (host == 2 || host == path.size()) return 1;
  const std::size_t gap = end_of(path, host, true);
  if (gap == path.size()) return 1;
  const std::size_t name = end_of(path, gap, false);
  return name == path.size() ? name : name + 1;
}

// Calls `visit` with each part between slashes and backslashes.
template <class Visit>
void each_part(std::string_view path, Visit visit) {
  while (true) {
    const std::size_t end = std::min(path.find_first_of("/\\"), path.size());
    visit(path.substr(0, end));
    if (end == path.size()) return;
    path.remove_prefix(end + 1);
  }
}

}  // namespace

std::string_view without_roots(std::string_view path) {
  for (std::size_t root = 0; (root = root_length(path)) != 0;) {
    // Of "//host/share/x" only slashes go, unless it is "//?/c:/x".
    if (path[0] == '/' && !path.starts_with("//?/")) root = 1;
    path.remove_prefix(root);
  }
  return path;
}

std::size_t climbs_of(std::string_view path) {
  std::size_t highest = 0, above = 0, below = 0;
  each_part(without_roots(path), [&](std::string_view part) {
    if (part.empty() || part == ".") return;
    if (part != "..") ++below;
    else if (below > 0) --below;
    else highest = std::max(highest, ++above);
  });
  return highest;
}

bool has_parent_part(std::string_view path) {
  bool has = false;
  each_part(path, [&](std::string_view part) { has = has || part == ".."; });
  return has;
}

}  // namespace cordon::archive
