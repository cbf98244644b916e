#include "network/ja4.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/sha256.h"

namespace cordon::network {

namespace {

constexpr std::uint16_t kServerName = 0, kAlpn = 16;
constexpr std::size_t kMostCounted = 99;

std::string_view version_code(std::uint16_t version) {
  switch (version) {
    case 0x0002: return "s2";
    case 0x0300: return "s3";
    case 0x0301: return "10";
    case 0x0302: return "11";
    case 0x0303: return "12";
    case 0x0304: return "13";
    case 0xFEFF: return "d1";
    case 0xFEFD: return "d2";
    case 0xFEFC: return "d3";
    default: return "00";
  }
}

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// First and last character of the first protocol; where one is neither letter nor digit, first and last digit of its
// hexadecimal form.
std::string alpn_code(const ClientHello& hello) {
  if (hello.alpn.empty() || hello.alpn.front().empty()) return "00";
  const char first = hello.alpn.front().front(), last = hello.alpn.front().back();
  if (is_alphanumeric(first) && is_alphanumeric(last)) return {first, last};
  const auto digits = [](char c) { return fmt::format("{:02x}", static_cast<unsigned char>(c)); };
  return {digits(first)[0], digits(last)[1]};
}

std::vector<std::uint16_t> without_grease(std::vector<std::uint16_t> numbers) {
  std::erase_if(numbers, is_grease);
  return numbers;
}

std::string joined(const std::vector<std::uint16_t>& numbers) {
  std::string out;
  for (const std::uint16_t number : numbers)
    fmt::format_to(std::back_inserter(out), "{}{:04x}", out.empty() ? "" : ",", number);
  return out;
}

// An empty list has no digest, but a row of zeros.
std::string digest(const std::string& text, bool empty) { return empty ? std::string(12, '0') : sha256_hex(text, 6); }

}  // namespace

std::string ja4(const ClientHello& hello) {
  std::vector<std::uint16_t> ciphers = without_grease(hello.ciphers);
  std::vector<std::uint16_t> extensions = without_grease(hello.extensions);
  const bool names_server = std::ranges::find(extensions, kServerName) != extensions.end();
  const char protocol = hello.quic ? 'q' : hello.datagram ? 'd' : 't';
  std::string out =
      fmt::format("{}{}{}{:02}{:02}{}", protocol, version_code(highest_version(hello)), names_server ? 'd' : 'i',
                  std::min(ciphers.size(), kMostCounted), std::min(extensions.size(), kMostCounted), alpn_code(hello));
  std::ranges::sort(ciphers);
  std::ranges::sort(extensions);
  std::erase_if(extensions, [](std::uint16_t type) { return type == kServerName || type == kAlpn; });
  const std::string signatures = joined(without_grease(hello.signature_algorithms));
  std::string last = joined(extensions);
  if (!signatures.empty()) last += '_' + signatures;
  return fmt::format("{}_{}_{}", out, digest(joined(ciphers), ciphers.empty()), digest(last, extensions.empty()));
}

}  // namespace cordon::network
