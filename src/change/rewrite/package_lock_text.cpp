#include "change/rewrite/package_lock_text.h"

#include <algorithm>

#include "base/json.h"

namespace cordon::change {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::vector<std::string_view> location_names(std::string_view location) {
  std::vector<std::string_view> out;
  while (!location.empty()) {
    if (!location.starts_with(kModulesFolder)) return {};
    location.remove_prefix(kModulesFolder.size());
    const std::size_t end = std::min(location.find("/node_modules/"), location.size());
    out.push_back(location.substr(0, end));
    location.remove_prefix(std::min(end + 1, location.size()));
  }
  return out;
}

std::string_view location_folder(std::string_view location) {
  const std::size_t at = location.rfind(kModulesFolder);
  return at == std::string_view::npos ? std::string_view() : location.substr(at + kModulesFolder.size());
}

std::string_view location_parent(std::string_view location) {
  const std::size_t at = location.rfind(kModulesFolder);
  return at == std::string_view::npos || at == 0 ? std::string_view() : location.substr(0, at - 1);
}

Result<PackageLockText> PackageLockText::read(std::string_view text, const Limits& limits) {
  PackageLockText out;
  out.marked_ = text.starts_with(kByteOrderMark);
  if (out.marked_) text.remove_prefix(kByteOrderMark.size());
  out.document_ = TRY(json::parse(std::string(text), {.comments = false, .limits = limits}));
  const Value version = out.root()["lockfileVersion"];
  const auto number = version.integer();
  if (!out.root().is_object()) return fail(ErrorCode::wrong_type, "a lockfile that is no object", out.root().line());
  if (!number || *number < 1 || *number > 3)
    return fail(ErrorCode::unsupported_version, "a lockfileVersion that is not 1, 2 or 3", version.line());
  out.has_packages_ = *number >= 2;
  out.has_tree_ = *number <= 2 && out.root()["dependencies"].exists();
  out.layout_ = layout_of(out.source());
  return out;
}

std::string PackageLockText::with_mark(std::string text) const {
  return marked_ ? std::string(kByteOrderMark) + text : text;
}

Result<void> PackageLockText::refuse_duplicates() const {
  if (document_.duplicates().empty()) return {};
  const Duplicate& twice = document_.duplicates().front();
  return fail(ErrorCode::refused, "a key stands twice: which one counts differs between readers", twice.last_line);
}

std::pair<Value, std::size_t> PackageLockText::in_tree(std::string_view location) const {
  Value at = root();
  std::size_t depth = 0;
  const auto names = location_names(location);
  for (const std::string_view name : names) {
    at = at["dependencies"][name];
    depth += 2;
  }
  return {names.empty() ? Value() : at, depth};
}

}  // namespace cordon::change
