// npm's trees compare package names without case, because some file systems do. Package names are ASCII.
#pragma once

#include <cstdint>
#include <string_view>

namespace cordon::inventory::npm {

inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline bool equal_without_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

// FNV-1a of the lower-cased bytes.
inline std::uint32_t hash_without_case(std::string_view name) {
  std::uint32_t hash = 2166136261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(lower(c))) * 16777619u;
  return hash ^ (hash >> 15);
}

}  // namespace cordon::inventory::npm
