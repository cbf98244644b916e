#include "network/payloads.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

Flow flow() {
  Flow out;
  out.tcp = true;
  out.client = {Address::v4(testing::kClient), 40000};
  out.server = {Address::v4(testing::kServer), 443};
  return out;
}

model::HttpPayload http(std::string target, std::string host = "a.test") {
  RequestHead head;
  head.method = "GET";
  head.target = std::move(target);
  head.host = std::move(host);
  return http_payload(head, 200, flow(), true);
}

TEST(Payloads, TakeCredentialsOutOfTargets) {
  EXPECT_EQ(http("/p?token=secret&x=1").path, "/p?token=redacted&x=1");
  EXPECT_EQ(http("http://user:word@a.test/p").path, "http://redacted@a.test/p");
  EXPECT_EQ(http("/plain/path?x=1").path, "/plain/path?x=1");
  EXPECT_EQ(http("/go?to=https://u:p@b.test/").path, "/go?to=https://redacted@b.test/");
}

TEST(Payloads, TakeTokensOutOfTargetsByTheirShape) {
  const std::string token = "ghp_" + std::string(36, 'a');
  for (const std::string& target : {"/x?k=" + token, "/" + token + "/send", "http://a.test/x?d=" + token})
    EXPECT_EQ(http(target).path.find(token), std::string::npos) << target;
}

TEST(Payloads, ShowHostileTextAsWhatItIs) {
  EXPECT_EQ(http("/\x1B[31m", "a\xE2\x80\xAE").path, "/<U+001B>[31m");
  EXPECT_EQ(http("/", "a\xE2\x80\xAE").host, "a<U+202E>");
  ClientHello hello;
  hello.server_name = "a\nb";
  hello.alpn = {"h2", "\xFF"};
  const model::TlsPayload payload = tls_payload(hello, flow(), true);
  EXPECT_EQ(payload.server_name, "a<U+000A>b");
  EXPECT_EQ(payload.alpn, (std::vector<std::string>{"h2", "<0xFF>"}));
}

TEST(Payloads, BoundWhatTheyHold) {
  EXPECT_LT(http("/" + std::string(20'000, 'x')).path.size(), 2200u);
  ClientHello hello;
  hello.alpn.assign(1000, "x");
  EXPECT_EQ(tls_payload(hello, flow(), true).alpn.size(), 32u);
  DnsMessage message;
  message.response = true;
  message.questions = {{"a.test", 1}};
  message.answers.assign(100,
                         DnsRecord{.name = "a.test", .type = 1, .ttl_seconds = 1, .text = "192.0.2.1", .address = {}});
  message.records_left_out = 5;
  const auto payloads = dns_payloads(message, flow());
  ASSERT_EQ(payloads.size(), 1u);
  EXPECT_EQ(payloads[0].answers.size(), kMostAnswers + 1);
  EXPECT_EQ(payloads[0].answers.back(), "+41");
}

TEST(Payloads, NameTheEndThatSpokeAsTheClient) {
  EXPECT_EQ(flow_of(flow(), true).client_port, 40000u);
  EXPECT_EQ(flow_of(flow(), false).client_port, 443u);
  EXPECT_EQ(flow_of(flow(), false).server_address, "192.0.2.10");
}

TEST(Payloads, NameMessagesWithoutAQuestionAfterTheirAnswers) {
  DnsMessage message;
  message.response = true;
  const auto record = [](std::string name, std::uint16_t type, std::string text) {
    return DnsRecord{.name = std::move(name), .type = type, .ttl_seconds = 1, .text = std::move(text), .address = {}};
  };
  message.answers = {record("a.local", 1, "192.0.2.1"), record("b.local", 12, "x"), record("a.local", 1, "192.0.2.2")};
  const auto payloads = dns_payloads(message, flow());
  ASSERT_EQ(payloads.size(), 2u);
  EXPECT_EQ(payloads[0].name, "a.local");
  EXPECT_EQ(payloads[0].answers, (std::vector<std::string>{"192.0.2.1", "192.0.2.2"}));
  EXPECT_EQ(payloads[1].type, "PTR");
}

TEST(Payloads, TellAConnectionWithWhatIsKnownOfIt) {
  Flow known = flow();
  EXPECT_EQ(connect_payload(known).name, std::nullopt);
  known.name = "a.test";
  known.application = Application::ssh;
  EXPECT_EQ(connect_payload(known).name, "a.test");
  EXPECT_EQ(connect_payload(known).application, "ssh");
  EXPECT_EQ(connect_payload(known).source_port, 40000u);
}

}  // namespace
}  // namespace cordon::network
