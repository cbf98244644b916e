#include "net/address_class.h"

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <string>

namespace cordon::net {
namespace {

struct Net4 {
  std::uint32_t first;
  int bits;
};

constexpr Net4 kInner4[] = {
    {0x00000000, 8},   // "this network"
    {0x0A000000, 8},   // private
    {0x64400000, 10},  // shared by carriers
    {0x7F000000, 8},   // this machine
    {0xA9FE0000, 16},  // link-local, where clouds answer for their machines
    {0xAC100000, 12},  // private
    {0xC0000000, 24},  // protocol assignments
    {0xC0A80000, 16},  // private
    {0xC6120000, 15},  // benchmarks
    {0xE0000000, 4},   // multicast
    {0xF0000000, 4},   // reserved, broadcast
};

AddressClass class_of4(std::uint32_t address) {
  for (const Net4& net : kInner4)
    if ((address ^ net.first) >> (32 - net.bits) == 0) return AddressClass::inner;
  return AddressClass::open;
}

std::uint32_t big_endian(const unsigned char* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

AddressClass class_of6(const std::array<unsigned char, 16>& bytes) {
  const auto zeros = [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i)
      if (bytes[i] != 0) return false;
    return true;
  };
  if (zeros(0, 10) && bytes[10] == 0xFF && bytes[11] == 0xFF) return class_of4(big_endian(&bytes[12]));  // mapped
  if (big_endian(bytes.data()) == 0x0064FF9B && zeros(4, 12)) return class_of4(big_endian(&bytes[12]));  // NAT64
  if (bytes[0] == 0x20 && bytes[1] == 0x02) return class_of4(big_endian(&bytes[2]));                     // 6to4
  // Global unicast is 2000::/3; everything else is loopback, unique local, link-local, multicast or not assigned.
  return (bytes[0] & 0xE0) == 0x20 ? AddressClass::open : AddressClass::inner;
}

}  // namespace

AddressClass address_class(std::string_view address) {
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  const std::string text(address.substr(0, address.find('%')));
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) return class_of4(ntohl(four.s_addr));
  std::array<unsigned char, 16> six{};
  if (inet_pton(AF_INET6, text.c_str(), six.data()) == 1) return class_of6(six);
  return AddressClass::none;
}

}  // namespace cordon::net
