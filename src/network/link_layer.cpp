#include "network/link_layer.h"

#include "network/byte_reader.h"

namespace cordon::network {

namespace {

constexpr std::uint16_t kIpv4 = 0x0800, kIpv6 = 0x86DD, kBridging = 0x6558;
constexpr std::uint16_t kMpls = 0x8847, kMplsMulticast = 0x8848, kPppoeSession = 0x8864;
constexpr int kMostTags = 8;

bool is_vlan(std::uint16_t type) { return type == 0x8100 || type == 0x88A8 || type == 0x9100; }

LinkPayload raw(std::string_view bytes) {
  if (bytes.empty()) return {.content = LinkContent::damaged, .bytes = {}};
  const unsigned version = byte_at(bytes, 0) >> 4;
  return {.content = version == 4 || version == 6 ? LinkContent::ip : LinkContent::not_ip, .bytes = bytes};
}

// Behind the last label of MPLS (RFC 3032) nothing says what follows, so that its first bits decide. Pseudowires carry
// Ethernet behind a word of control, which begins with zero bits; those are not read.
LinkPayload behind_mpls(std::string_view bytes) {
  for (int labels = 0; labels < kMostTags && bytes.size() >= 4; ++labels) {
    const bool last = byte_at(bytes, 2) & 1;
    bytes.remove_prefix(4);
    if (last) return raw(bytes);
  }
  return {.content = LinkContent::damaged, .bytes = {}};
}

// RFC 2516: version and type, code 0 for a session, number, length, then the protocol of PPP.
LinkPayload behind_pppoe(std::string_view bytes) {
  if (bytes.size() < 8) return {.content = LinkContent::damaged, .bytes = {}};
  const std::uint16_t protocol = big16(bytes, 6);
  if (protocol != 0x0021 && protocol != 0x0057) return {.content = LinkContent::not_ip, .bytes = {}};
  return {.content = LinkContent::ip, .bytes = bytes.substr(8)};
}

LinkPayload ethernet(std::string_view bytes) {
  if (bytes.size() < 14) return {.content = LinkContent::damaged, .bytes = {}};
  return read_ether_type(big16(bytes, 12), bytes.substr(14));
}

// The address family stands in 4 bytes, of whose order only the capturing machine knew; families are small numbers.
LinkPayload null(std::string_view bytes) {
  if (bytes.size() < 4) return {.content = LinkContent::damaged, .bytes = {}};
  std::uint32_t family = big32(bytes, 0);
  if (family > 0xFFFF) family = __builtin_bswap32(family);
  switch (family) {
    case 2: return {.content = LinkContent::ip, .bytes = bytes.substr(4)};
    case 10:  // Linux
    case 24:  // NetBSD, OpenBSD
    case 28:  // FreeBSD
    case 30:  // Darwin
      return {.content = LinkContent::ip, .bytes = bytes.substr(4)};
    default: return {.content = LinkContent::not_ip, .bytes = {}};
  }
}

}  // namespace

LinkPayload read_ether_type(std::uint16_t ether_type, std::string_view bytes) {
  for (int tags = 0; tags <= kMostTags; ++tags) {
    if (is_vlan(ether_type)) {
      if (bytes.size() < 4) return {.content = LinkContent::damaged, .bytes = {}};
      ether_type = big16(bytes, 2);
      bytes.remove_prefix(4);
      continue;
    }
    switch (ether_type) {
      case kIpv4:
      case kIpv6: return {.content = LinkContent::ip, .bytes = bytes};
      case kMpls:
      case kMplsMulticast: return behind_mpls(bytes);
      case kPppoeSession: return behind_pppoe(bytes);
      case kBridging:
        if (bytes.size() < 14) return {.content = LinkContent::damaged, .bytes = {}};
        ether_type = big16(bytes, 12);
        bytes.remove_prefix(14);
        continue;
      default: return {.content = LinkContent::not_ip, .bytes = {}};
    }
  }
  return {.content = LinkContent::damaged, .bytes = {}};
}

LinkPayload read_link_layer(LinkType type, std::string_view bytes) {
  switch (type) {
    case LinkType::ethernet: return ethernet(bytes);
    case LinkType::raw:
    case LinkType::raw_old:
    case LinkType::raw_older:
    case LinkType::ipv4:
    case LinkType::ipv6: return raw(bytes);
    case LinkType::null:
    case LinkType::loop: return null(bytes);
    case LinkType::linux_sll:
      if (bytes.size() < 16) return {.content = LinkContent::damaged, .bytes = {}};
      return read_ether_type(big16(bytes, 14), bytes.substr(16));
    case LinkType::linux_sll2:
      if (bytes.size() < 20) return {.content = LinkContent::damaged, .bytes = {}};
      return read_ether_type(big16(bytes, 0), bytes.substr(20));
    case LinkType::unsupported: break;
  }
  return {.content = LinkContent::unsupported, .bytes = {}};
}

}  // namespace cordon::network
