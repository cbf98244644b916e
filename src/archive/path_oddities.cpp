#include "archive/path_oddities.h"

#include <algorithm>
#include <array>
#include <string>

#include "archive/node_paths.h"
#include "base/text.h"
#include "base/utf8.h"

namespace cordon::archive {
namespace {

using enum OddityKind;

constexpr std::size_t kMostName = 255, kMostPath = 1'000;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

// Names of devices, with any ending: "aux.js" is "aux" (Microsoft, "Naming Files, Paths, and Namespaces"). The digits
// may be superscript ones.
bool is_device_name(std::string_view part) {
  std::string_view stem = part.substr(0, part.find('.'));
  while (stem.ends_with(' ')) stem.remove_suffix(1);
  std::string name(stem);
  std::ranges::transform(name, name.begin(), lower);
  constexpr std::array<std::string_view, 6> kPlain = {"con", "prn", "aux", "nul", "conin$", "conout$"};
  if (std::ranges::find(kPlain, name) != kPlain.end()) return true;
  if (!name.starts_with("com") && !name.starts_with("lpt")) return false;
  const std::string_view digit = std::string_view(name).substr(3);
  return (digit.size() == 1 && digit[0] >= '1' && digit[0] <= '9') || digit == "\xC2\xB9" || digit == "\xC2\xB2" ||
         digit == "\xC2\xB3";
}

bool changes_on_windows(std::string_view part) {
  return part.find_first_of("<>:\"|?*") != std::string_view::npos || part.ends_with('.') || part.ends_with(' ') ||
         is_device_name(part);
}

}  // namespace

void tell_path_oddities(std::string_view path, std::uint64_t offset, Oddities& oddities) {
  const auto odd = [&](OddityKind kind, std::string_view detail) { oddities.add(kind, path, detail, offset); };
  bool is_lossy = false, is_hidden = false;
  for (const char *at = path.data(), *const end = at + path.size(); at < end;) {
    const std::size_t length = utf8::sequence_length(at, end);
    const std::uint32_t code = length == 0 ? 0xFFFD : utf8::decode(at, length);
    is_lossy = is_lossy || code == 0xFFFD;
    is_hidden = is_hidden || (code != 0xFFFD && text::is_hidden(code));
    at += std::max<std::size_t>(length, 1);
  }
  if (is_lossy) odd(not_utf8, "in its name");
  if (is_hidden) odd(hidden_character, "in its name");
  if (path.find('\\') != std::string_view::npos) odd(backslash, "a slash on Windows");
  if (without_roots(path).size() != path.size()) odd(absolute_path, "npm takes the root away");
  if (has_parent_part(path)) odd(parent_path, "leads upwards");
  bool is_unclean = false, is_windows = false, is_long = path.size() > kMostPath;
  for (std::string_view rest = path;;) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, end);
    is_unclean = is_unclean || part.empty() || part == ".";
    is_windows = is_windows || (part != "." && part != ".." && changes_on_windows(part));
    is_long = is_long || part.size() > kMostName;
    if (end == rest.size()) break;
    rest.remove_prefix(end + 1);
  }
  if (is_unclean) odd(unclean_path, "holds empty or \".\" parts");
  if (is_windows) odd(windows_name, "is another name, or none, on Windows");
  if (is_long) odd(long_path, "systems differ in whether they can write it");
}

}  // namespace cordon::archive
