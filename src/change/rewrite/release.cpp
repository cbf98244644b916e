#include "change/rewrite/release.h"

#include <algorithm>
#include <string_view>

#include "base/encoding.h"

namespace cordon::change {
namespace {

bool is_version_letter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '+';
}

// Printable ASCII that no format takes for anything else.
bool is_plain_letter(char c) {
  return c > 0x20 && c < 0x7F && std::string_view("\"'`\\{}[],").find(c) == std::string_view::npos;
}

bool is_control(char c) { return (c >= 0 && c < 0x20) || c == 0x7F; }

bool has_control(std::string_view text) { return std::ranges::any_of(text, is_control); }

bool is_text(std::string_view text) { return !has_control(text) && check_utf8(text).has_value(); }

}  // namespace

Result<void> check_writable_digest(std::string_view integrity) {
  // A digest may be several, parted by blanks.
  if (integrity.empty() || !std::ranges::all_of(integrity, [](char c) { return c == ' ' || is_plain_letter(c); }))
    return fail(ErrorCode::refused, "a digest that cannot be written into a lockfile");
  return {};
}

Result<void> check_writable(const Release& release) {
  const auto refused = [](const char* what) {
    return fail(ErrorCode::refused, std::string(what) + " that cannot be written into a lockfile");
  };
  if (release.version.empty() || !std::ranges::all_of(release.version, is_version_letter)) return refused("a version");
  if (!std::ranges::all_of(release.resolved, is_plain_letter)) return refused("an address");
  if (!release.integrity.empty()) TRY(check_writable_digest(release.integrity));
  if (!std::ranges::all_of(release.shasum, is_plain_letter)) return refused("a digest");
  if (release.name.empty() || !is_text(release.name)) return refused("a name");
  for (const ReleaseDependency& each : release.dependencies)
    if (each.name.empty() || !is_text(each.name) || !is_text(each.range) || !is_text(each.reference))
      return refused("a dependency");
  return {};
}

}  // namespace cordon::change
