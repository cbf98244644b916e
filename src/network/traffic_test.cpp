#include "network/traffic.h"

#include <gtest/gtest.h>

#include <set>

#include "network/testing.h"

namespace cordon::network {
namespace {

using namespace testing;
using model::ConnectPayload, model::DnsPayload, model::HttpPayload, model::LossPayload, model::TlsPayload;

std::string udp_from_client(std::uint16_t from, std::uint16_t to, std::string_view payload) {
  return ipv4(kClient, kServer, 17, udp(from, to, payload));
}
std::string udp_from_server(std::uint16_t from, std::uint16_t to, std::string_view payload) {
  return ipv4(kServer, kClient, 17, udp(from, to, payload));
}

TEST(Traffic, TellsEachConversationOnceAtItsFirstPacket) {
  Wire wire;
  wire.handshake();
  const auto connects = wire.all<ConnectPayload>();
  ASSERT_EQ(connects.size(), 1u);
  EXPECT_EQ(connects[0].stage, model::ConnectStage::sent);
  EXPECT_EQ(connects[0].protocol, "tcp");
  EXPECT_EQ(connects[0].address, "198.51.100.20");
  EXPECT_EQ(connects[0].port, 443u);
  EXPECT_EQ(connects[0].source_address, "192.0.2.10");
  EXPECT_EQ(connects[0].source_port, 40000u);
  EXPECT_EQ(wire.sink.events[0].wall_ns, 1'774'920'000'000'000'000u);
}

TEST(Traffic, TakesWhoAnswersForTheServerWhenTheFirstPacketIsAnAnswer) {
  Wire wire;
  wire.server(499, "", kSyn | kAcknowledge);
  EXPECT_EQ(wire.all<ConnectPayload>().at(0).source_address, "192.0.2.10");
  Wire names;
  names.packet(udp_from_server(53, 5000, dns_message(0x8180, {dns_question("a.test")})));
  EXPECT_EQ(names.all<ConnectPayload>().at(0).source_address, "192.0.2.10");
}

TEST(Traffic, GivesEventsIdsThatStayTheSame) {
  Wire one, other;
  for (Wire* wire : {&one, &other}) {
    wire->handshake();
    wire->client(100, simple_hello());
  }
  ASSERT_EQ(one.sink.events.size(), 2u);
  EXPECT_EQ(one.sink.events, other.sink.events);
  EXPECT_EQ(one.sink.events[0].schema, "cordon.event/1");
  EXPECT_EQ(one.sink.events[0].sensor, "capture");
  EXPECT_EQ(one.sink.events[1].seq, 2u);
  EXPECT_EQ(one.sink.events[1].id, "host/" + one.sink.events[1].boot + "/capture/2");
}

TEST(Traffic, NamesAddressesAsDnsAnsweredBefore) {
  Wire wire;
  const std::string asked = dns_question("www.example.test");
  wire.packet(udp_from_client(5000, 53, dns_message(0x0100, {asked})));
  wire.packet(udp_from_server(
      53, 5000,
      dns_message(0x8180, {asked}, {dns_record(kFirstName, 5, "\4edge\xC0\x10"), dns_record("\xC0\x2E", 1, kServer)})));
  wire.handshake();
  const auto questions = wire.all<DnsPayload>();
  ASSERT_EQ(questions.size(), 2u);
  EXPECT_EQ(questions[0].response, std::nullopt);
  EXPECT_EQ(questions[1].response, "NOERROR");
  EXPECT_EQ(questions[1].name, "www.example.test");
  EXPECT_EQ(questions[1].type, "A");
  EXPECT_EQ(questions[1].answers, (std::vector<std::string>{"edge.example.test", "198.51.100.20"}));
  EXPECT_EQ(questions[1].flow->client_port, 5000u);
  EXPECT_EQ(wire.all<ConnectPayload>().at(1).name, "www.example.test");
}

TEST(Traffic, ReadsAHelloThatIsSpreadAndOutOfOrder) {
  Wire wire;
  wire.handshake();
  const std::string bytes = simple_hello();
  wire.client(100 + 40, bytes.substr(40));
  EXPECT_TRUE(wire.all<TlsPayload>().empty());
  wire.client(100, bytes.substr(0, 20));
  wire.client(100 + 10, bytes.substr(10, 30));
  const auto hellos = wire.all<TlsPayload>();
  ASSERT_EQ(hellos.size(), 1u);
  EXPECT_EQ(hellos[0].server_name, "registry.example.test");
  EXPECT_EQ(hellos[0].version, "1.3");
  EXPECT_EQ(hellos[0].flow.client_address, "192.0.2.10");
  EXPECT_EQ(hellos[0].ja4, "t13d020200_62ed6f6ca7ad_b9a491fefe05");
}

TEST(Traffic, GivesRequestsTheStatusOfTheirAnswers) {
  Wire wire;
  wire.port = 80;
  wire.handshake();
  wire.client(100, "GET /1?token=secret HTTP/1.1\r\nHost: a.test\r\n\r\nGET /2 HTTP/1.1\r\nHost: a.test\r\n\r\n");
  EXPECT_TRUE(wire.all<HttpPayload>().empty());
  wire.server(500, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  const auto requests = wire.all<HttpPayload>();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].path, "/1?token=redacted");
  EXPECT_EQ(requests[0].host, "a.test");
  EXPECT_EQ(requests[0].status, 200u);
  EXPECT_EQ(requests[1].status, 404u);
}

TEST(Traffic, TellsWhereMoreRequestsMayHaveCome) {
  Wire wire;
  wire.port = 80;
  wire.handshake();
  wire.client(100, "POST /1 HTTP/1.1\r\nHost: a.test\r\nContent-Length: 90000\r\n\r\n" + std::string(17'000, 'x'));
  wire.server(500, "HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n" + std::string(17'000, 'x'));
  EXPECT_EQ(wire.all<HttpPayload>().at(0).status, 200u);
  EXPECT_EQ(wire.traffic.totals().http_cut, 1u);  // an answer may be as long as it wants
}

TEST(Traffic, BeginsAnewWhereTheFirstTryWasNotAnswered) {
  Wire wire;
  wire.client(5000, "", kSyn, 0);
  wire.client(99, "", kSyn, 0);
  wire.client(100, simple_hello());
  EXPECT_EQ(wire.all<ConnectPayload>().size(), 1u);
  EXPECT_EQ(wire.all<TlsPayload>().size(), 1u);
}

TEST(Traffic, TellsARequestWithoutAnAnswer) {
  for (const bool by_time : {true, false}) {
    Wire wire;
    wire.port = 80;
    wire.handshake();
    wire.client(100, "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
    const std::uint64_t asked = wire.time_ns - 1'000'000;
    EXPECT_TRUE(wire.all<HttpPayload>().empty());
    if (by_time) ASSERT_TRUE(wire.traffic.tick(asked + 61'000'000'000, wire.sink));
    else wire.client(133, "", kReset);
    ASSERT_EQ(wire.all<HttpPayload>().size(), 1u);
    EXPECT_EQ(wire.all<HttpPayload>()[0].status, std::nullopt);
    EXPECT_EQ(wire.sink.events.back().wall_ns, asked);
  }
}

TEST(Traffic, ReadsTheHelloInsideATunnelOfAProxy) {
  Wire wire;
  wire.port = 3128;
  wire.handshake();
  const std::string request = "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n";
  wire.client(100, request);
  wire.server(500, "HTTP/1.1 200 Connection established\r\n\r\n");
  wire.client(100 + static_cast<std::uint32_t>(request.size()), simple_hello("a.test"));
  EXPECT_EQ(wire.all<HttpPayload>().at(0).method, "CONNECT");
  EXPECT_EQ(wire.all<HttpPayload>().at(0).status, 200u);
  EXPECT_EQ(wire.all<TlsPayload>().at(0).server_name, "a.test");
}

TEST(Traffic, ReadsAHelloThatComesAfterOtherWords) {
  Wire wire;
  wire.port = 25;
  wire.handshake();
  wire.server(500, "220 mail.example.test ESMTP\r\n");
  wire.client(100, "EHLO x\r\n");
  wire.client(108, "STARTTLS\r\n");
  wire.client(118, simple_hello("mail.example.test"));
  EXPECT_EQ(wire.all<TlsPayload>().at(0).server_name, "mail.example.test");
}

TEST(Traffic, FindsOutWhoIsTheClientWhereTheBeginningIsMissing) {
  Wire wire;
  wire.server(700, "the end of something");
  wire.client(300, simple_hello());
  EXPECT_EQ(wire.all<TlsPayload>().at(0).flow.client_address, "192.0.2.10");
  wire.finish();
  ASSERT_EQ(wire.ended.size(), 1u);
  EXPECT_EQ(wire.ended[0].client.address.text(), "192.0.2.10");
  EXPECT_EQ(wire.ended[0].received, 20u);
  EXPECT_EQ(wire.ended[0].application, Application::tls);
}

TEST(Traffic, ReadsDnsOverTcpWithSeveralMessages) {
  Wire wire;
  wire.port = 53;
  wire.handshake();
  const std::string one = dns_message(0x0100, {dns_question("a.test")}),
                    two = dns_message(0x0100, {dns_question("b.test")});
  const std::string both = big(one.size(), 2) + one + big(two.size(), 2) + two;
  wire.client(100, both.substr(0, 30));
  wire.client(130, both.substr(30));
  const auto questions = wire.all<DnsPayload>();
  ASSERT_EQ(questions.size(), 2u);
  EXPECT_EQ(questions[1].name, "b.test");
}

TEST(Traffic, RecognisesDnsOnOtherPortsOnlyWhereItIsWhole) {
  Wire wire;
  wire.packet(udp_from_client(5000, 7777, dns_message(0x0100, {dns_question("tunnel.a.test", 16)})));
  wire.packet(udp_from_client(5001, 7777, dns_message(0x0100, {dns_question("tunnel.a.test", 16)}) + "more"));
  ASSERT_EQ(wire.all<DnsPayload>().size(), 1u);
  EXPECT_EQ(wire.all<ConnectPayload>().at(0).application, "dns");
  EXPECT_EQ(wire.all<ConnectPayload>().at(1).application, std::nullopt);
}

TEST(Traffic, CountsWhatWentEachWay) {
  Wire wire;
  wire.handshake();
  wire.client(100, "12345");
  wire.server(500, "1234567");
  wire.client(105, "", kFin | kAcknowledge);
  wire.server(507, "", kFin | kAcknowledge);
  wire.finish();
  ASSERT_EQ(wire.ended.size(), 1u);
  EXPECT_EQ(wire.ended[0].sent, 5u);
  EXPECT_EQ(wire.ended[0].received, 7u);
  EXPECT_EQ(wire.ended[0].why, FlowEnd::finished);
  EXPECT_EQ(wire.traffic.totals().packets, 7u);
  EXPECT_EQ(wire.traffic.totals().tcp, 7u);
  EXPECT_EQ(wire.traffic.totals().flows, 1u);
}

TEST(Traffic, TakesANewConnectionBetweenTheSamePortsForANewConversation) {
  Wire wire;
  wire.handshake();
  wire.client(100, "", kReset);
  wire.client(9999, "", kSyn, 0);
  wire.client(10000, simple_hello());
  EXPECT_EQ(wire.all<ConnectPayload>().size(), 2u);
  EXPECT_EQ(wire.all<TlsPayload>().size(), 1u);
  EXPECT_EQ(wire.ended.at(0).why, FlowEnd::reused);
}

TEST(Traffic, TellsGapsAndContradictions) {
  Wire wire;
  wire.handshake();
  wire.client(100, "abc");
  wire.client(100, "abX");
  wire.client(110, "later");
  wire.finish();
  EXPECT_EQ(wire.traffic.totals().gaps, 1u);
  EXPECT_EQ(wire.traffic.totals().contradictions, 1u);
  std::set<std::string> codes;
  for (const model::FileUnread& unread : wire.traffic.unread("x.pcap")) codes.insert(unread.code);
  EXPECT_EQ(codes, (std::set<std::string>{"truncated", "invalid_value"}));
}

TEST(Traffic, NamesLinkTypesThatItCannotRead) {
  Wire wire;
  CapturedPacket captured;
  captured.link_type = static_cast<LinkType>(105);
  captured.bytes = "whatever";
  ASSERT_TRUE(wire.traffic.packet(captured, wire.sink));
  const auto unread = wire.traffic.unread("x.pcap");
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].code, "unsupported_format");
  EXPECT_NE(unread[0].reason.find("105"), std::string::npos);
  EXPECT_TRUE(unread[0].incomplete);
}

TEST(Traffic, StaysWithinItsLimits) {
  TrafficOptions options;
  options.flows.flows = 10;
  options.flows.buffered_bytes = 40'000;
  Wire wire(options);
  for (std::uint16_t port = 1; port <= 100; ++port)
    wire.packet(ipv4(kClient, kServer, 6, tcp(port, 443, 1, 0, kAcknowledge, "\x05" + std::string(8000, 'x'))));
  EXPECT_LE(wire.traffic.flows(), 5u);
  EXPECT_EQ(wire.traffic.totals().evicted + wire.traffic.flows(), 100u);
  EXPECT_EQ(wire.ended.size(), wire.traffic.totals().evicted);
  wire.finish();
  EXPECT_EQ(wire.ended.size(), 100u);
}

TEST(Traffic, TellsExactlyWhatWasLost) {
  Wire wire;
  ASSERT_TRUE(wire.traffic.lost(17, "the ring was full", 5, wire.sink));
  const auto losses = wire.all<LossPayload>();
  ASSERT_EQ(losses.size(), 1u);
  EXPECT_EQ(losses[0].count, 17u);
  EXPECT_EQ(wire.traffic.totals().lost, 17u);
}

class FailingSink final : public bus::EventSink {
 public:
  Result<void> put(const model::Event&) override { return fail(ErrorCode::io, "the disk is full"); }
};

TEST(Traffic, FailsAsItsSinkDoes) {
  Wire wire;
  FailingSink failing;
  CapturedPacket captured;
  captured.link_type = LinkType::raw;
  const std::string bytes = udp_from_client(1, 2, "x");
  captured.bytes = bytes;
  const auto result = wire.traffic.packet(captured, failing);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::io);
  EXPECT_TRUE(wire.traffic.tick(1, wire.sink));  // and goes on with the next
}

}  // namespace
}  // namespace cordon::network
