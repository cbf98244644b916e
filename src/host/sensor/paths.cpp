#include "host/sensor/paths.h"

#include <vector>

namespace cordon::host {

namespace {

void add_parts(std::string_view text, bool absolute, std::vector<std::string_view>& parts) {
  while (!text.empty()) {
    std::size_t end = text.find('/');
    std::string_view part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (part.empty() || part == ".") continue;
    bool climbs = part == ".." && (absolute || (!parts.empty() && parts.back() != ".."));
    if (!climbs) {
      parts.push_back(part);
    } else if (!parts.empty()) {
      parts.pop_back();
    }
  }
}

}  // namespace

std::string join_path(std::string_view folder, std::string_view path) {
  bool alone = path.starts_with('/');
  bool absolute = alone || folder.starts_with('/');
  std::vector<std::string_view> parts;
  if (!alone) add_parts(folder, absolute, parts);
  add_parts(path, absolute, parts);
  std::string joined;
  for (std::string_view part : parts) {
    if (absolute || !joined.empty()) joined += '/';
    joined += part;
  }
  if (absolute && joined.empty()) joined = "/";
  return joined;
}

std::string_view parent_path(std::string_view path) {
  std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return path.substr(0, slash == 0 ? 1 : slash);
}

bool is_below(std::string_view path, std::string_view folder) {
  if (folder == "/") return path.starts_with('/');
  return !folder.empty() && path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

}  // namespace cordon::host
