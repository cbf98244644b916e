// Networks in CIDR notation (RFC 4632, RFC 4291 section 2.3).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace cordon::rules {

// An address of either family; those that IPv6 maps from IPv4 (::ffff:192.0.2.1) are the IPv4 ones.
struct Address {
  std::array<std::uint8_t, 16> bytes = {};
  bool is_v6 = false;
  bool operator==(const Address&) const = default;
};

std::optional<Address> parse_address(std::string_view text);

class Network {
 public:
  // "192.0.2.0/24", "2001:db8::/32", or an address alone. Fails with invalid_value: no address, a length that is too
  // long, or bits set behind it, which say that something else was meant.
  static Result<Network> parse(std::string_view text);
  bool contains(const Address& address) const;

 private:
  Address base_;
  unsigned length_ = 0;
};

}  // namespace cordon::rules
