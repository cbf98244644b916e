#include "base/encoding.h"

#include <algorithm>

#include "base/utf8.h"

namespace cordon {

Result<void> check_encoding(std::string_view bytes, const Limits& limits) {
  constexpr std::uint64_t kMostBytes = 0xFFFF'FFFF;  // documents count offsets in 32 bits
  if (bytes.size() > std::min(limits.bytes, kMostBytes))
    return fail(ErrorCode::too_large, "larger than the limit of " + std::to_string(limits.bytes) + " bytes");
  const std::string_view head = bytes.substr(0, 4);
  if (head.starts_with("\xFE\xFF") || head.starts_with("\xFF\xFE"))
    return fail(ErrorCode::unsupported_encoding, "UTF-16 text; package clients write UTF-8", 1, 1);
  if (bytes.size() >= 4 && head.find('\0') != std::string_view::npos)
    return fail(ErrorCode::unsupported_encoding, "NUL bytes at the start: UTF-16, UTF-32 or binary", 1, 1);
  return {};
}

Result<void> check_utf8(std::string_view bytes) {
  const std::size_t bad = utf8::find_invalid(bytes);
  if (bad == std::string_view::npos) return {};
  const std::string_view before = bytes.substr(0, bad);
  const auto line = static_cast<std::uint32_t>(std::ranges::count(before, '\n')) + 1;
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return fail(ErrorCode::invalid_utf8, "invalid UTF-8", line, static_cast<std::uint32_t>(bad - line_start) + 1);
}

}  // namespace cordon
