#include "inventory/npm/yarn_integrity.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace cordon::inventory::npm {
namespace {

constexpr std::size_t kSha1Bytes = 20;

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// RFC 4648 section 4.
std::string base64(const std::array<std::uint8_t, kSha1Bytes>& bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((kSha1Bytes + 2) / 3 * 4);
  for (std::size_t i = 0; i < kSha1Bytes; i += 3) {
    const std::size_t left = std::min<std::size_t>(3, kSha1Bytes - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) group = group << 8 | (j < left ? bytes[i + j] : 0u);
    for (std::size_t j = 0; j < 4; ++j) out += j <= left ? kDigits[group >> (18 - 6 * j) & 63] : '=';
  }
  return out;
}

}  // namespace

std::vector<std::string> split_integrity(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  std::vector<std::string> out;
  for (auto at = text.begin(); at != text.end();) {
    const auto start = std::find_if_not(at, text.end(), is_space);
    at = std::find_if(start, text.end(), is_space);
    if (at != start) out.emplace_back(start, at);
  }
  return out;
}

std::string integrity_of_fragment(std::string_view resolved) {
  const std::size_t mark = resolved.rfind('#');
  if (mark == std::string_view::npos) return {};
  const std::string_view digits = resolved.substr(mark + 1);
  if (digits.size() != 2 * kSha1Bytes) return {};
  std::array<std::uint8_t, kSha1Bytes> bytes{};
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int value = hex(digits[i]);
    if (value < 0) return {};
    bytes[i / 2] = static_cast<std::uint8_t>(bytes[i / 2] << 4 | value);
  }
  return "sha1-" + base64(bytes);
}

}  // namespace cordon::inventory::npm
