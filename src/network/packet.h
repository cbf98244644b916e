// One packet taken apart down to what TCP or UDP carry. Every bound is checked against what was captured; nothing is
// copied.
#pragma once

#include <cstdint>
#include <string_view>

#include "network/address.h"
#include "network/captured_packet.h"

namespace cordon::network {

enum class PacketKind : std::uint8_t {
  tcp,
  udp,
  other_protocol,    // IP, but neither TCP nor UDP
  not_ip,            // ARP, LLDP and all else that carries no IP
  fragment,          // of IP, and not the first: it has no ports
  damaged,           // a header is cut, or contradicts itself
  unsupported_link,  // a link type without a reader
};

enum TcpFlag : std::uint8_t { kFin = 0x01, kSyn = 0x02, kReset = 0x04, kAcknowledge = 0x10 };

struct Packet {
  PacketKind kind = PacketKind::damaged;
  Endpoint source;
  Endpoint destination;
  std::uint8_t flags = 0;             // of TCP
  std::uint32_t sequence = 0;         // of TCP, of the first byte of the payload (of SYN itself where that is set)
  std::uint32_t acknowledgement = 0;  // of TCP, where kAcknowledge is set
  std::string_view payload;           // as captured; fewer bytes than were sent where the capture cut the packet
  std::uint32_t payload_length = 0;   // bytes that were sent
  bool first_fragment = false;        // what follows of the datagram is not in it
};

// Reads Ethernet (VLAN tags of 802.1Q and 802.1ad, MPLS, PPPoE sessions), Linux cooked captures, null, loop and raw IP;
// IPv4 (RFC 791), IPv6 with its extension headers (RFC 8200), TCP (RFC 9293), UDP (RFC 768). Packets inside packets (IP
// in IP, 6in4, GRE) are those inside, at most four deep.
Packet decode_packet(const CapturedPacket& captured);

// As decode_packet, for bytes that begin with an IP header.
Packet decode_ip(std::string_view bytes);

}  // namespace cordon::network
