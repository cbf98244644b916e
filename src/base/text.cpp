#include "base/text.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/utf8.h"

namespace cordon::text {

namespace {

struct Range {
  std::uint32_t first, last;
};

// Sorted. Unicode 15: general categories Cc, Cf, Zl, Zp, Zs but the ASCII space, Co and noncharacters, and what
// Default_Ignorable_Code_Point and fonts make blank.
constexpr Range kHidden[] = {
    {0x00, 0x1F},       {0x7F, 0xA0},        {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},     {0x115F, 0x1160},
    {0x1680, 0x1680},   {0x17B4, 0x17B5},    {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F},   {0x205F, 0x206F},
    {0x2800, 0x2800},   {0x3000, 0x3000},    {0x3164, 0x3164}, {0xE000, 0xF8FF}, {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},    {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF}, {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0x10FFFF},
};

}  // namespace

bool is_hidden(std::uint32_t code_point) {
  if (code_point >= 0x20 && code_point < 0x7F) return false;
  const Range* after = std::ranges::upper_bound(kHidden, code_point, {}, &Range::first);
  return after != std::begin(kHidden) && code_point <= after[-1].last;
}

std::string visible(std::string_view text, std::size_t limit) {
  std::string out;
  out.reserve(text.size() < limit ? text.size() : limit + 32);
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const std::size_t length = utf8::sequence_length(at, end);
    if (static_cast<std::size_t>(at - text.data()) + std::max<std::size_t>(length, 1) > limit) {
      out += fmt::format("\u2026 (+{} bytes)", end - at);
      break;
    }
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
