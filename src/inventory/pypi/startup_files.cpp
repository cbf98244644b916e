#include "inventory/pypi/startup_files.h"

#include <algorithm>
#include <array>

namespace cordon::inventory::pypi {
namespace {

constexpr std::string_view kPathFile = ".pth", kStartFile = ".start", kSource = ".py";
constexpr std::array<std::string_view, 2> kModules = {"sitecustomize", "usercustomize"};
constexpr std::array<std::string_view, 3> kCompiled = {".pyc", ".so", ".pyd"};

bool is_compiled(std::string_view name) {
  return std::ranges::any_of(kCompiled, [&](std::string_view end) { return name.ends_with(end); });
}

// "sitecustomize.py", "sitecustomize.cpython-311-x86_64-linux-gnu.so", "sitecustomize/__init__.pyc".
bool is_module(std::string_view path) {
  const std::size_t slash = path.find('/');
  const std::string_view name = path.substr(slash == path.npos ? 0 : slash + 1);
  const std::string_view stem = name.substr(0, name.find('.'));
  const bool is_named = slash == path.npos ? std::ranges::find(kModules, stem) != kModules.end()
                                           : is_startup_module(path.substr(0, slash)) && stem == "__init__";
  const std::string_view ending = name.substr(stem.size());
  return is_named && (ending == kSource || is_compiled(ending));
}

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
  const bool is_list = path.ends_with(kPathFile) || path.ends_with(kStartFile);
  return (is_list && path.find('/') == path.npos) || is_module(path);
}

bool is_compiled_startup_file(std::string_view path) { return is_module(path) && is_compiled(path); }

bool is_startup_module(std::string_view name) { return std::ranges::find(kModules, name) != kModules.end(); }

std::optional<StartupCode> startup_code(std::string_view path, std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const bool is_list = path.ends_with(kPathFile), is_start = path.ends_with(kStartFile);
  std::uint32_t number = 0;
  while (!text.empty()) {
    const LineEnd end = line_end(text);
    const std::string_view line = text.substr(0, end.at);
    ++number;
    const std::size_t first = line.find_first_not_of(" \t");
    const bool is_something = first != line.npos && !(is_start && line[first] == '#');
    const bool runs = is_list ? line.starts_with("import ") || line.starts_with("import\t") : is_something;
    if (runs) return StartupCode{number, std::string(line)};
    text.remove_prefix(end.at + end.bytes);
  }
  return std::nullopt;
}

}  // namespace cordon::inventory::pypi
