// Numbers of archive formats, which are little-endian and stand at any address.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cordon::archive {

// The number of `Size` bytes at `at`, which must lie inside `bytes`.
template <std::size_t Size>
std::uint64_t little_endian(std::string_view bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = Size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}
inline std::uint16_t u16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(little_endian<2>(bytes, at));
}
inline std::uint32_t u32(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint32_t>(little_endian<4>(bytes, at));
}
inline std::uint64_t u64(std::string_view bytes, std::size_t at) { return little_endian<8>(bytes, at); }

}  // namespace cordon::archive
