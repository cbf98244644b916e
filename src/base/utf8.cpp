#include "base/utf8.h"

#include <cstring>

namespace cordon::utf8 {

std::size_t find_invalid(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    std::uint64_t word;
    if (end - at >= 8 && (std::memcpy(&word, at, 8), (word & 0x8080808080808080ull) == 0)) {
      at += 8;
      continue;
    }
    const std::size_t length = sequence_length(at, end);
    if (length == 0) return static_cast<std::size_t>(at - text.data());
    at += length;
  }
  return std::string_view::npos;
}

}  // namespace cordon::utf8
