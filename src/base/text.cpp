#include "base/text.h"

#include <fmt/core.h>

#include "base/utf8.h"

namespace cordon::text {

bool is_hidden(std::uint32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
  if (c < 0xAD) return false;
  return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 ||
         (c >= 0x180B && c <= 0x180F) || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0xFFA0 ||
         (c >= 0xFFF0 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF) || (c >= 0x1D173 && c <= 0x1D17A);
}

std::string visible(std::string_view text, std::size_t limit) {
  std::string out;
  out.reserve(text.size() < limit ? text.size() : limit + 32);
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    if (static_cast<std::size_t>(at - text.data()) >= limit) {
      out += fmt::format("\u2026 (+{} bytes)", end - at);
      break;
    }
    const std::size_t length = utf8::sequence_length(at, end);
    if (length == 0) {
      out += fmt::format("<0x{:02X}>", static_cast<unsigned>(static_cast<unsigned char>(*at)));
      ++at;
      continue;
    }
    const std::uint32_t code = utf8::decode(at, length);
    if (is_hidden(code)) out += fmt::format("<U+{:04X}>", code);
    else out.append(at, length);
    at += length;
  }
  return out;
}

}  // namespace cordon::text
