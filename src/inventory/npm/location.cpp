#include "inventory/npm/location.h"

namespace cordon::inventory::npm {

std::string normalize_location(std::string_view text) {
  const bool absolute = text.starts_with('/');
  std::string out;
  std::size_t fixed = 0;  // bytes of leading "../" that no later ".." may remove
  while (!text.empty()) {
    const std::size_t slash = text.find('/');
    const std::string_view segment = text.substr(0, slash);
    text.remove_prefix(slash == std::string_view::npos ? text.size() : slash + 1);
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      if (!out.empty()) out += '/';
      out += segment;
      continue;
    }
    if (out.size() > fixed) {
      const std::size_t cut = out.rfind('/');
      out.resize(cut == std::string::npos || cut < fixed ? fixed : cut);
    } else if (!absolute) {
      out += out.empty() ? ".." : "/..";
      fixed = out.size();
    }
  }
  return absolute ? "/" + out : out;
}

bool is_normal_location(std::string_view text) {
  if (text.starts_with('/') || text.ends_with('/')) return false;
  bool after_name = false;
  while (!text.empty()) {
    const std::size_t slash = text.find('/');
    const std::string_view segment = text.substr(0, slash);
    if (segment.empty() || segment == "." || (segment == ".." && after_name)) return false;
    after_name = segment != "..";
    if (slash == std::string_view::npos) break;
    text.remove_prefix(slash + 1);
  }
  return true;
}

std::string join_location(std::string_view base, std::string_view path) {
  if (path.starts_with('/') || base.empty()) return normalize_location(path);
  std::string joined(base);
  joined += '/';
  joined += path;
  return normalize_location(joined);
}

std::string_view folder_name(std::string_view location) {
  const std::size_t slash = location.rfind('/');
  const std::string_view base = slash == std::string_view::npos ? location : location.substr(slash + 1);
  if (base == "..") return {};
  if (slash == std::string_view::npos || slash == 0) return base;
  const std::size_t before = location.rfind('/', slash - 1);
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  return location[start] == '@' ? location.substr(start) : base;
}

bool is_installed_location(std::string_view location) { return is_installed_location(location, folder_name(location)); }

bool is_installed_location(std::string_view location, std::string_view name) {
  const std::string_view before = location.substr(0, location.size() - name.size());
  return !name.empty() && before.ends_with(kModulesPrefix) &&
         (before.size() == kModulesPrefix.size() || before[before.size() - kModulesPrefix.size() - 1] == '/');
}

std::string display_from(std::string_view modules_display, std::string_view project, std::string_view directory) {
  const std::string location = location_from(project, directory);
  if (location == "node_modules") return std::string(modules_display);
  if (location.starts_with(kModulesPrefix)) {
    const std::string_view inside = std::string_view(location).substr(kModulesPrefix.size());
    return modules_display == "." ? std::string(inside) : std::string(modules_display) + "/" + std::string(inside);
  }
  const std::size_t slash = modules_display.rfind('/');
  return std::string(slash == std::string_view::npos ? std::string_view() : modules_display.substr(0, slash + 1)) +
         location;
}

std::string location_from(std::string_view base, std::string_view directory) {
  std::string up;
  while (!base.empty()) {
    if (directory == base) return up.empty() ? up : up.substr(0, up.size() - 1);
    if (directory.starts_with(base) && directory[base.size()] == '/')
      return up.append(directory.substr(base.size() + 1));
    base = base.substr(0, base.find('/') == std::string_view::npos ? 0 : base.rfind('/'));
    up += "../";
  }
  if (directory.empty() && !up.empty()) up.pop_back();
  return up.append(directory);
}

}  // namespace cordon::inventory::npm
