#include "inventory/pypi/startup_files.h"

#include <algorithm>
#include <array>

namespace cordon::inventory::pypi {
namespace {

constexpr std::string_view kPathFile = ".pth";
constexpr std::array<std::string_view, 4> kModules = {"sitecustomize.py", "sitecustomize/__init__.py",
                                                      "usercustomize.py", "usercustomize/__init__.py"};

// Where the line ends as str.splitlines has it, and how many bytes that end has: newer releases of Python split a .pth
// file so, and what only some of them run is run.
struct LineEnd {
  std::size_t at = 0, bytes = 0;
};
LineEnd line_end(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\r') return {i, text.substr(i + 1).starts_with('\n') ? 2u : 1u};
    if ((byte >= '\n' && byte <= '\f') || (byte >= 0x1c && byte <= 0x1e)) return {i, 1};
    if (text.substr(i).starts_with("\xc2\x85")) return {i, 2};
    if (text.substr(i).starts_with("\xe2\x80\xa8") || text.substr(i).starts_with("\xe2\x80\xa9")) return {i, 3};
  }
  return {text.size(), 0};
}

}  // namespace

bool is_startup_file(std::string_view path) {
  return (path.ends_with(kPathFile) && path.find('/') == path.npos) ||
         std::ranges::find(kModules, path) != kModules.end();
}

std::optional<StartupCode> startup_code(std::string_view path, std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const bool is_module = !path.ends_with(kPathFile);
  std::uint32_t number = 0;
  while (!text.empty()) {
    const LineEnd end = line_end(text);
    const std::string_view line = text.substr(0, end.at);
    ++number;
    const bool runs = is_module ? line.find_first_not_of(" \t") != line.npos
                                : line.starts_with("import ") || line.starts_with("import\t");
    if (runs) return StartupCode{number, std::string(line)};
    text.remove_prefix(end.at + end.bytes);
  }
  return std::nullopt;
}

}  // namespace cordon::inventory::pypi
