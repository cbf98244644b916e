// The folders that a set of locations names, as a tree: every folder knows the one above it. Linear in the bytes of the
// locations, whatever their depth.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace cordon::inventory::npm {

class FolderIndex {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  static constexpr std::uint32_t kProject = 0;  // the folder at location ""

  FolderIndex();

  // The folder at a normalised location, with all folders above it. The text must outlive the index.
  std::uint32_t add(std::string_view location);

  // The folder if it was named before, or kNone.
  std::uint32_t find(std::string_view location) const;

  // The folder above, or kNone where nothing above was ever named.
  std::uint32_t above(std::uint32_t folder) const { return folders_[folder].above; }

  std::uint32_t size() const { return static_cast<std::uint32_t>(folders_.size()); }

 private:
  struct Folder {
    std::uint32_t above = kNone;
    std::uint32_t hash = 0;
    std::string_view name;
  };

  std::uint32_t start(std::string_view& location) const;
  void grow_upwards(std::string_view location);
  std::uint32_t inside(std::uint32_t above, std::string_view name, std::uint32_t hash) const;
  std::uint32_t create(std::uint32_t above, std::string_view name, std::uint32_t hash);
  void rehash();

  std::vector<Folder> folders_;
  std::vector<std::uint32_t> outer_;  // "", "..", "../..", ...
  std::uint32_t file_system_root_;
  std::vector<std::uint32_t> slots_;  // open addressing, a power of two
};

// FNV-1a, seeded with a number, of the bytes as they are. Small and good enough for short names.
std::uint32_t hash_name(std::uint32_t seed, std::string_view name);

}  // namespace cordon::inventory::npm
