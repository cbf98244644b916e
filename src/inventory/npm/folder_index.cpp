#include "inventory/npm/folder_index.h"

namespace cordon::inventory::npm {
namespace {

// Takes the first segment off.
std::string_view take_segment(std::string_view& rest) {
  const std::size_t slash = rest.find('/');
  const std::string_view segment = rest.substr(0, slash);
  rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
  return segment;
}

}  // namespace

std::uint32_t hash_name(std::uint32_t seed, std::string_view name) {
  std::uint32_t hash = (seed * 0x9E3779B1u) ^ 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash ^ (hash >> 15);
}

FolderIndex::FolderIndex() : outer_{kProject}, file_system_root_(1), slots_(64, kNone) { folders_.resize(2); }

std::uint32_t FolderIndex::add(std::string_view location) {
  grow_upwards(location);
  std::uint32_t folder = start(location);
  while (!location.empty()) {
    const std::string_view name = take_segment(location);
    const std::uint32_t hash = hash_name(folder, name);
    const std::uint32_t known = inside(folder, name, hash);
    folder = known != kNone ? known : create(folder, name, hash);
  }
  return folder;
}

std::uint32_t FolderIndex::find(std::string_view location) const {
  std::uint32_t folder = start(location);
  while (!location.empty() && folder != kNone) {
    const std::string_view name = take_segment(location);
    folder = inside(folder, name, hash_name(folder, name));
  }
  return folder;
}

// Where a walk down begins; takes leading ".." or '/' off. kNone when the location climbs higher than any known one.
std::uint32_t FolderIndex::start(std::string_view& location) const {
  if (location.starts_with('/')) {
    location.remove_prefix(1);
    return file_system_root_;
  }
  std::size_t level = 0;
  while (location == ".." || location.starts_with("../")) {
    location.remove_prefix(location.size() == 2 ? 2 : 3);
    ++level;
  }
  return level < outer_.size() ? outer_[level] : kNone;
}

void FolderIndex::grow_upwards(std::string_view location) {
  for (std::size_t level = 1; location == ".." || location.starts_with("../"); ++level) {
    location.remove_prefix(location.size() == 2 ? 2 : 3);
    if (level < outer_.size()) continue;
    folders_[outer_.back()].above = size();
    outer_.push_back(size());
    folders_.emplace_back();
  }
}

std::uint32_t FolderIndex::inside(std::uint32_t above, std::string_view name, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask; slots_[slot] != kNone; slot = (slot + 1) & mask) {
    const Folder& folder = folders_[slots_[slot]];
    if (folder.hash == hash && folder.above == above && folder.name == name) return slots_[slot];
  }
  return kNone;
}

std::uint32_t FolderIndex::create(std::uint32_t above, std::string_view name, std::uint32_t hash) {
  const std::uint32_t folder = size();
  folders_.push_back({above, hash, name});
  if (folders_.size() * 2 > slots_.size()) {
    rehash();
    return folder;
  }
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  while (slots_[slot] != kNone) slot = (slot + 1) & mask;
  slots_[slot] = folder;
  return folder;
}

void FolderIndex::rehash() {
  slots_.assign(slots_.size() * 2, kNone);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t folder = 0; folder < size(); ++folder) {
    if (folders_[folder].name.empty()) continue;  // reached by its level, never by name
    std::size_t slot = folders_[folder].hash & mask;
    while (slots_[slot] != kNone) slot = (slot + 1) & mask;
    slots_[slot] = folder;
  }
}

}  // namespace cordon::inventory::npm
