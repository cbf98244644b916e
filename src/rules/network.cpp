#include "rules/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <span>

namespace cordon::rules {
namespace {

constexpr std::size_t kLongestAddress = 64;

bool bit(const Address& address, unsigned index) { return (address.bytes[index / 8] >> (7 - index % 8) & 1) != 0; }

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  text = text.substr(0, text.find('%'));  // a zone says where, not which
  if (text.empty() || text.size() > kLongestAddress) return std::nullopt;
  const std::string copy(text);
  Address out;
  if (inet_pton(AF_INET, copy.c_str(), out.bytes.data()) == 1) return out;
  if (inet_pton(AF_INET6, copy.c_str(), out.bytes.data()) != 1) return std::nullopt;
  const std::span<std::uint8_t> bytes(out.bytes);
  if (std::ranges::all_of(bytes.first(10), [](std::uint8_t b) { return b == 0; }) && bytes[10] == 0xff &&
      bytes[11] == 0xff) {
    std::ranges::copy(bytes.last(4), bytes.begin());
    std::ranges::fill(bytes.subspan(4), std::uint8_t{0});
    return out;
  }
  out.is_v6 = true;
  return out;
}

Result<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return fail(ErrorCode::invalid_value, "no address of a network");
  Network out;
  out.base_ = *address;
  const unsigned whole = address->is_v6 ? 128 : 32;
  out.length_ = whole;
  if (slash == std::string_view::npos) return out;
  const std::string_view digits = text.substr(slash + 1);
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), out.length_);
  if (code != std::errc{} || end != digits.data() + digits.size() || out.length_ > whole)
    return fail(ErrorCode::invalid_value, "a length of a network that is none");
  for (unsigned i = out.length_; i < whole; ++i)
    if (bit(out.base_, i))
      return fail(ErrorCode::invalid_value, "an address with bits set behind the network's length");
  return out;
}

bool Network::contains(const Address& address) const {
  if (address.is_v6 != base_.is_v6) return false;
  for (unsigned i = 0; i < length_; ++i)
    if (bit(address, i) != bit(base_, i)) return false;
  return true;
}

}  // namespace cordon::rules
