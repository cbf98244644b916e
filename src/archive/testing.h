// Archives for tests.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "archive/inflate.h"

namespace cordon::archive {

// The text as a gzip file of stored blocks (RFC 1951 section 3.2.4).
inline std::string stored_gzip(std::string_view text) {
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  const auto number = [&out](std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  };
  const std::uint32_t crc = crc32(text);
  const std::size_t size = text.size();
  do {
    const std::size_t block = std::min<std::size_t>(text.size(), 0xffff);
    out += static_cast<char>(block == text.size() ? 1 : 0);
    number(block, 2);
    number(~block & 0xffff, 2);
    out.append(text.substr(0, block));
    text.remove_prefix(block);
  } while (!text.empty());
  number(crc, 4);
  number(size, 4);
  return out;
}

}  // namespace cordon::archive
