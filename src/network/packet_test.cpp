#include "network/packet.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

using namespace testing;

TEST(Packet, ReadsTcpOverIpv4) {
  const std::string bytes = ipv4(kClient, kServer, 6, tcp(40000, 443, 7, 9, kSyn | kAcknowledge, "payload"));
  const Packet packet = decode_ip(bytes);
  EXPECT_EQ(packet.kind, PacketKind::tcp);
  EXPECT_EQ(packet.source.address.text(), "192.0.2.10");
  EXPECT_EQ(packet.source.port, 40000);
  EXPECT_EQ(packet.destination.address.text(), "198.51.100.20");
  EXPECT_EQ(packet.destination.port, 443);
  EXPECT_EQ(packet.sequence, 7u);
  EXPECT_EQ(packet.acknowledgement, 9u);
  EXPECT_EQ(packet.flags, kSyn | kAcknowledge);
  EXPECT_EQ(packet.payload, "payload");
  EXPECT_EQ(packet.payload_length, 7u);
}

TEST(Packet, LeavesOutWhatTheCardAddedBehindTheDatagram) {
  EXPECT_EQ(decode_ip(ipv4(kClient, kServer, 17, udp(1, 2, "x")) + "padding").payload, "x");
  EXPECT_EQ(decode_ip(ipv4(kClient, kServer, 6, tcp(1, 2, 0, 0, kAcknowledge)) + "padding").payload, "");
}

TEST(Packet, KnowsHowMuchWasSentWhenTheCaptureCutIt) {
  const std::string bytes = ipv4(kClient, kServer, 6, tcp(1, 2, 0, 0, 0, std::string(100, 'x')));
  const Packet packet = decode_ip(std::string_view(bytes).substr(0, 60));
  EXPECT_EQ(packet.kind, PacketKind::tcp);
  EXPECT_EQ(packet.payload.size(), 20u);
  EXPECT_EQ(packet.payload_length, 100u);
}

TEST(Packet, TakesTheCapturedLengthWhereOffloadingLeftNone) {
  std::string bytes = ipv4(kClient, kServer, 6, tcp(1, 2, 0, 0, 0, "abc"));
  bytes[2] = bytes[3] = '\0';
  EXPECT_EQ(decode_ip(bytes).payload, "abc");
}

TEST(Packet, WalksTheExtensionHeadersOfIpv6) {
  const std::string inner = udp(1, 2, "deep");
  const std::string options =
      bytes_of("\x3C\0\0\0\0\0\0\0") + bytes_of("\x33\0\0\0\0\0\0\0");  // hop by hop, destination
  const std::string authentication = bytes_of("\x11\1\0\0\0\0\0\1\0\0\0\2");
  const std::string bytes = ipv6(0, options + authentication + inner);
  const Packet packet = decode_ip(bytes);
  EXPECT_EQ(packet.kind, PacketKind::udp);
  EXPECT_EQ(packet.source.address.text(), "2001:db8::1");
  EXPECT_EQ(packet.payload, "deep");
}

TEST(Packet, CountsOnlyTheFirstFragmentAsWhatItCarries) {
  const std::string whole = udp(53, 1000, std::string(100, 'x'));
  const Packet first = decode_ip(ipv4(kClient, kServer, 17, whole.substr(0, 56), 0x2000));
  EXPECT_EQ(first.kind, PacketKind::udp);
  EXPECT_TRUE(first.first_fragment);
  EXPECT_EQ(first.payload.size(), 48u);
  EXPECT_EQ(decode_ip(ipv4(kClient, kServer, 17, whole.substr(56), 7)).kind, PacketKind::fragment);
  EXPECT_EQ(decode_ip(ipv6(44, bytes_of("\x11\0\0\1\0\0\0\1") + whole)).kind, PacketKind::udp);
  EXPECT_EQ(decode_ip(ipv6(44, bytes_of("\x11\0\0\x39\0\0\0\1") + whole)).kind, PacketKind::fragment);
}

TEST(Packet, OpensTunnels) {
  const std::string inner = ipv4(kClient, kServer, 17, udp(1, 2, "in"));
  EXPECT_EQ(decode_ip(ipv4(kServer, kClient, 4, inner)).payload, "in");
  EXPECT_EQ(decode_ip(ipv4(kServer, kClient, 41, ipv6(17, udp(1, 2, "six")))).payload, "six");
  EXPECT_EQ(decode_ip(ipv4(kServer, kClient, 47, bytes_of("\0\0\x08\0") + inner)).payload, "in");
  EXPECT_EQ(decode_ip(ipv4(kServer, kClient, 47, bytes_of("\x20\0\x08\0\0\0\0\1") + inner)).payload, "in");
}

TEST(Packet, StopsAtTooManyTunnels) {
  std::string bytes = ipv4(kClient, kServer, 17, udp(1, 2, "in"));
  for (int i = 0; i < 10; ++i) bytes = ipv4(kClient, kServer, 4, bytes);
  EXPECT_EQ(decode_ip(bytes).kind, PacketKind::other_protocol);
}

TEST(Packet, TellsDamageFromOtherProtocols) {
  EXPECT_EQ(decode_ip(ipv4(kClient, kServer, 1, "icmp")).kind, PacketKind::other_protocol);
  EXPECT_EQ(decode_ip(ipv4(kClient, kServer, 6, "short")).kind, PacketKind::damaged);
  EXPECT_EQ(decode_ip(ipv4(kClient, kServer, 17, udp(1, 2, "x").replace(5, 1, "\x40"))).kind, PacketKind::damaged);
  std::string offset = tcp(1, 2, 0, 0, 0, "x");
  offset[12] = '\x40';
  EXPECT_EQ(decode_ip(ipv4(kClient, kServer, 6, offset)).kind, PacketKind::damaged);
  EXPECT_EQ(decode_ip("").kind, PacketKind::damaged);
  EXPECT_EQ(decode_ip(std::string(40, '\x50')).kind, PacketKind::damaged);
}

TEST(Packet, NeverReadsBeyondWhatWasCaptured) {
  const std::string bytes = ipv6(0, bytes_of("\x06\0\0\0\0\0\0\0") + tcp(1, 2, 0, 0, 0, "payload"));
  for (std::size_t length = 0; length <= bytes.size(); ++length) {
    const std::string cut = bytes.substr(0, length);  // a copy, so that the sanitizer sees its end
    const Packet packet = decode_ip(cut);
    EXPECT_EQ(packet.kind == PacketKind::tcp, length >= 40 + 8 + 20) << length;
  }
}

}  // namespace
}  // namespace cordon::network
