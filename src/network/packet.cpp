#include "network/packet.h"

#include <algorithm>

#include "network/byte_reader.h"
#include "network/link_layer.h"

namespace cordon::network {

namespace {

constexpr std::uint8_t kIpv4InIp = 4, kTcp = 6, kUdp = 17, kIpv6InIp = 41, kGre = 47;
constexpr int kMostTunnels = 4;
constexpr int kMostExtensions = 16;

// What IP carries, and how the datagram stands to its fragments.
struct Datagram {
  PacketKind kind = PacketKind::damaged;  // other_protocol: it was read
  std::uint8_t protocol = 0;
  std::string_view payload;  // captured
  std::uint64_t length = 0;  // of the payload as sent
  bool first_fragment = false;
};

Datagram read_ipv4(std::string_view bytes, Packet& packet) {
  Datagram out;
  if (bytes.size() < 20) return out;
  const std::size_t header = (byte_at(bytes, 0) & 0xFu) * 4u;
  if (header < 20 || header > bytes.size()) return out;
  std::size_t total = big16(bytes, 2);
  if (total == 0) total = bytes.size();  // segmentation offload leaves the field empty
  if (total < header) return out;
  packet.source.address = Address::v4(bytes.substr(12, 4));
  packet.destination.address = Address::v4(bytes.substr(16, 4));
  const std::uint16_t fragment = big16(bytes, 6);
  out.kind = (fragment & 0x1FFF) == 0 ? PacketKind::other_protocol : PacketKind::fragment;
  out.first_fragment = fragment & 0x2000;
  out.protocol = byte_at(bytes, 9);
  out.length = total - header;
  out.payload = bytes.substr(header, out.length);
  return out;
}

// Walks the extension headers of RFC 8200 section 4, RFC 4302 (authentication) and the fragment header.
Datagram read_extensions(std::uint8_t next, std::string_view payload, std::uint64_t length) {
  Datagram out;
  for (int count = 0; count <= kMostExtensions; ++count) {
    const bool options = next == 0 || next == 43 || next == 60 || next == 135 || next == 139 || next == 140;
    if (!options && next != 44 && next != 51) {
      out.kind = PacketKind::other_protocol;
      out.protocol = next;
      out.payload = payload;
      out.length = length;
      return out;
    }
    if (payload.size() < 8) return out;
    std::size_t size = 8;
    if (options) size = (byte_at(payload, 1) + 1u) * 8u;
    if (next == 51) size = (byte_at(payload, 1) + 2u) * 4u;
    if (size > payload.size() || size > length) return out;
    if (next == 44) {
      const std::uint16_t fragment = big16(payload, 2);
      if (fragment >> 3 != 0) {
        out.kind = PacketKind::fragment;
        return out;
      }
      out.first_fragment = fragment & 1;
    }
    next = byte_at(payload, 0);
    payload.remove_prefix(size);
    length -= size;
  }
  return out;
}

Datagram read_ipv6(std::string_view bytes, Packet& packet) {
  if (bytes.size() < 40) return {};
  packet.source.address = Address::v6(bytes.substr(8, 16));
  packet.destination.address = Address::v6(bytes.substr(24, 16));
  std::size_t length = big16(bytes, 4);
  if (length == 0) length = bytes.size() - 40;  // a jumbogram, or segmentation offload
  return read_extensions(byte_at(bytes, 6), bytes.substr(40, length), length);
}

void read_tcp(const Datagram& datagram, Packet& packet) {
  const std::string_view bytes = datagram.payload;
  if (bytes.size() < 20) return;
  const std::size_t header = (byte_at(bytes, 12) >> 4) * 4u;
  if (header < 20 || header > datagram.length) return;
  packet.kind = PacketKind::tcp;
  packet.source.port = big16(bytes, 0);
  packet.destination.port = big16(bytes, 2);
  packet.sequence = big32(bytes, 4);
  packet.acknowledgement = big32(bytes, 8);
  packet.flags = byte_at(bytes, 13);
  packet.payload = bytes.substr(std::min(header, bytes.size()));
  packet.payload_length = static_cast<std::uint32_t>(datagram.length - header);
}

void read_udp(const Datagram& datagram, Packet& packet) {
  const std::string_view bytes = datagram.payload;
  if (bytes.size() < 8) return;
  std::uint64_t length = big16(bytes, 4);
  // Of a fragmented datagram the length is that of the whole; zero stands for more than 16 bits can tell (RFC 2675).
  if (length == 0 || (length > datagram.length && datagram.first_fragment)) length = datagram.length;
  if (length < 8 || length > datagram.length) return;
  packet.kind = PacketKind::udp;
  packet.source.port = big16(bytes, 0);
  packet.destination.port = big16(bytes, 2);
  packet.payload = bytes.substr(8, length - 8);
  packet.payload_length = static_cast<std::uint32_t>(length - 8);
}

// What generic routing encapsulation (RFC 2784, RFC 2890) carries; other versions of it are not read.
LinkPayload read_gre(std::string_view bytes) {
  if (bytes.size() < 4) return {.content = LinkContent::damaged, .bytes = {}};
  const std::uint16_t flags = big16(bytes, 0);
  if (flags & 0x7) return {.content = LinkContent::not_ip, .bytes = {}};
  const std::size_t optional = (flags & 0x8000 ? 4u : 0u) + (flags & 0x2000 ? 4u : 0u) + (flags & 0x1000 ? 4u : 0u);
  if (flags & 0x4000 || optional > bytes.size() - 4) return {.content = LinkContent::damaged, .bytes = {}};
  return read_ether_type(big16(bytes, 2), bytes.substr(4 + optional));
}

}  // namespace

Packet decode_ip(std::string_view bytes) {
  Packet packet;
  for (int tunnels = 0; tunnels <= kMostTunnels; ++tunnels) {
    packet = Packet{};
    if (bytes.empty()) return packet;
    const unsigned version = byte_at(bytes, 0) >> 4;
    if (version != 4 && version != 6) return packet;
    const Datagram datagram = version == 4 ? read_ipv4(bytes, packet) : read_ipv6(bytes, packet);
    packet.first_fragment = datagram.first_fragment;
    if (datagram.kind != PacketKind::other_protocol) {
      packet.kind = datagram.kind;
      return packet;
    }
    switch (datagram.protocol) {
      case kTcp: read_tcp(datagram, packet); return packet;
      case kUdp: read_udp(datagram, packet); return packet;
      case kIpv4InIp:
      case kIpv6InIp: bytes = datagram.payload; continue;
      case kGre: {
        const LinkPayload inside = read_gre(datagram.payload);
        packet.kind = inside.content == LinkContent::damaged ? PacketKind::damaged : PacketKind::other_protocol;
        if (inside.content != LinkContent::ip) return packet;
        bytes = inside.bytes;
        continue;
      }
      default: packet.kind = PacketKind::other_protocol; return packet;
    }
  }
  packet.kind = PacketKind::other_protocol;
  return packet;
}

Packet decode_packet(const CapturedPacket& captured) {
  const LinkPayload link = read_link_layer(captured.link_type, captured.bytes);
  if (link.content == LinkContent::ip) return decode_ip(link.bytes);
  Packet packet;
  if (link.content == LinkContent::not_ip) packet.kind = PacketKind::not_ip;
  if (link.content == LinkContent::unsupported) packet.kind = PacketKind::unsupported_link;
  return packet;
}

}  // namespace cordon::network
