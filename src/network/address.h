// Addresses and ports of the two ends of a conversation.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace cordon::network {

// IPv4 stands as an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2), so that both are compared alike.
struct Address {
  std::array<std::uint8_t, 16> bytes{};

  static Address v4(std::string_view four);     // exactly 4 bytes
  static Address v6(std::string_view sixteen);  // exactly 16 bytes
  bool is_v4() const;
  // "192.0.2.1", or as RFC 5952 has it: "2001:db8::1".
  std::string text() const;
  auto operator<=>(const Address&) const = default;
};

struct Endpoint {
  Address address;
  std::uint16_t port = 0;
  auto operator<=>(const Endpoint&) const = default;
};

}  // namespace cordon::network
