#include "archive/unpacked_names.h"

#include <ranges>

namespace cordon::archive {

std::uint32_t UnpackedNames::child(std::uint32_t parent, std::string_view text) {
  if (const auto known = places_.find({parent, text}); known != places_.end()) return known->second;
  const auto name = static_cast<std::uint32_t>(names_.size());
  const std::string& kept = texts_.emplace_back(text);
  names_.push_back({parent, kept, NameKind::none, 0, 0});
  places_.emplace(Key{parent, kept}, name);
  return name;
}

void UnpackedNames::set_kind(std::uint32_t name, NameKind kind) {
  Name& changed = names_[name];
  if (changed.kind == NameKind::none && kind != NameKind::none) ++names_[changed.parent].children;
  changed.kind = kind;
}

std::string UnpackedNames::path(std::uint32_t name) const {
  std::vector<std::string_view> parts;
  for (; name != kTop; name = names_[name].parent) parts.push_back(names_[name].text);
  std::string out;
  for (const std::string_view part : parts | std::views::reverse) {
    if (!out.empty()) out += '/';
    out += part;
  }
  return out;
}

}  // namespace cordon::archive
