#include "network/datagram_reader.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

using namespace testing;
using model::TlsPayload;

void send(Wire& wire, std::string_view datagram, bool from_client = true, std::uint16_t server_port = 443) {
  wire.packet(from_client ? ipv4(kClient, kServer, 17, udp(5000, server_port, datagram))
                          : ipv4(kServer, kClient, 17, udp(server_port, 5000, datagram)));
}

bool tells(const Wire& wire, std::string_view words) {
  const auto lines = wire.traffic.unread("test.pcap");
  return std::ranges::any_of(lines, [&](const auto& line) { return line.reason.find(words) != std::string::npos; });
}

TEST(DatagramReader, TellsTheHelloOfQuicOnce) {
  Wire wire;
  const std::string all = quic_hello();
  send(wire, quic_packet(quic_crypto(0, all.substr(0, 70))));
  EXPECT_TRUE(wire.all<TlsPayload>().empty());
  send(wire, quic_packet(quic_crypto(70, all.substr(70))));
  send(wire, quic_packet(quic_crypto(0, all)));
  wire.finish();
  const auto hellos = wire.all<TlsPayload>();
  ASSERT_EQ(hellos.size(), 1u);
  EXPECT_EQ(hellos[0].server_name, "registry.example.test");
  EXPECT_EQ(hellos[0].flow.protocol, "udp");
  EXPECT_TRUE(hellos[0].ja4->starts_with("q13d"));
  EXPECT_EQ(wire.ended.at(0).application, Application::quic);
  EXPECT_TRUE(wire.traffic.unread("test.pcap").empty());
}

TEST(DatagramReader, FindsTheClientOfQuicOnTheOtherSide) {
  Wire wire;
  send(wire, quic_packet("\1\1\1\1", "known-before", 1, "not-the-origin"));
  send(wire, quic_packet(quic_crypto(0, quic_hello())), false);
  wire.finish();
  const auto hellos = wire.all<TlsPayload>();
  ASSERT_EQ(hellos.size(), 1u);
  EXPECT_EQ(hellos[0].flow.client_address, "198.51.100.20");
}

TEST(DatagramReader, SaysThatAConversationOfQuicHasNoHello) {
  Wire cut;
  send(cut, quic_packet(quic_crypto(0, quic_hello().substr(0, 70))));
  cut.finish();
  EXPECT_EQ(cut.traffic.totals().quic_unread, 1u);
  EXPECT_TRUE(tells(cut, "conversations of QUIC"));
  Wire late;
  send(late, quic_packet("\1\1\1\1", "known-before", 1, "not-the-origin"));
  late.finish();
  EXPECT_EQ(late.traffic.totals().quic_unread, 1u);
  Wire foreign;
  send(foreign, "\xC0 something that only begins as QUIC does");
  foreign.finish();
  EXPECT_EQ(foreign.traffic.totals().quic_unread, 0u);
}

TEST(DatagramReader, ReadsTheHelloInsideOpenVpn) {
  Wire wire;
  const std::string all = simple_hello();
  send(wire, openvpn_reset(20), true, 1194);
  send(wire, openvpn_control(2, all.substr(40), 20), true, 1194);
  send(wire, openvpn_control(1, all.substr(0, 40), 20), true, 1194);
  wire.finish();
  const auto hellos = wire.all<TlsPayload>();
  ASSERT_EQ(hellos.size(), 1u);
  EXPECT_EQ(hellos[0].server_name, "registry.example.test");
  EXPECT_TRUE(hellos[0].ja4->starts_with("t13d"));
  EXPECT_EQ(wire.ended.at(0).application, Application::openvpn);
}

TEST(DatagramReader, SaysThatOpenVpnDidNotFinishItsHello) {
  Wire wire;
  send(wire, openvpn_reset());
  send(wire, openvpn_control(1, simple_hello().substr(0, 40)));
  wire.finish();
  EXPECT_TRUE(wire.all<TlsPayload>().empty());
  EXPECT_EQ(wire.traffic.totals().tls_unread, 1u);
  EXPECT_EQ(wire.ended.at(0).application, Application::undecided);
}

TEST(DatagramReader, ReadsTheHelloInsideOpenVpnOverTcp) {
  Wire wire;
  wire.handshake();
  std::string said;
  for (const std::string& packet : {openvpn_reset(32), openvpn_control(1, simple_hello(), 32)})
    said += big(packet.size(), 2) + packet;
  wire.client(100, said.substr(0, 70));
  wire.client(170, said.substr(70));
  wire.finish();
  const auto hellos = wire.all<TlsPayload>();
  ASSERT_EQ(hellos.size(), 1u);
  EXPECT_EQ(hellos[0].flow.protocol, "tcp");
  EXPECT_EQ(wire.ended.at(0).application, Application::openvpn);
}

TEST(DatagramReader, LooksAtFewDatagramsOfAnUnknownProtocolAndAtMoreOfAKnownOne) {
  Wire unknown, known;
  for (int i = 0; i < 3; ++i) send(unknown, "something");
  send(unknown, quic_packet(quic_crypto(0, quic_hello())));
  EXPECT_TRUE(unknown.all<TlsPayload>().empty());
  for (int i = 0; i < 20; ++i) send(known, quic_packet(quic_crypto(0, quic_hello().substr(0, 40))));
  send(known, quic_packet(quic_crypto(40, quic_hello().substr(40))));
  EXPECT_EQ(known.all<TlsPayload>().size(), 1u);
}

TEST(DatagramReader, GivesTheMemoryBackThatHellosTook) {
  TrafficOptions options;
  options.flows.buffered_bytes = 64u << 10;
  Wire wire(options);
  for (std::uint16_t port = 1001; port < 1200; ++port)
    wire.packet(ipv4(kClient, kServer, 17, udp(port, 443, quic_packet(quic_crypto(0, quic_hello().substr(0, 70))))));
  EXPECT_GT(wire.traffic.totals().evicted, 0u);
  wire.finish();
  EXPECT_EQ(wire.traffic.totals().quic_unread, 199u);
}

}  // namespace
}  // namespace cordon::network
