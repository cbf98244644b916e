#include "host/sensor/application.h"

#include <gtest/gtest.h>

namespace cordon::host {
namespace {

using namespace std::literals;

TEST(Application, KnowsAClientHello) {
  EXPECT_EQ(application_of("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"sv, "tcp", 443), "tls");
  EXPECT_EQ(application_of("\x16\x03\x01\x02\x00\x02\x00"sv, "tcp", 443), std::nullopt);  // a ServerHello
  EXPECT_EQ(application_of("\x16\x03\x01\x02\x00"sv, "tcp", 443), std::nullopt);          // cut before it says
}

TEST(Application, KnowsARequestLine) {
  EXPECT_EQ(application_of("GET / HTTP/1.1\r\nHost: x", "tcp", 8080), "http");
  EXPECT_EQ(application_of("POST /packages.example.test/product2 HTTP/1.1", "tcp", 8000), "http");
  EXPECT_EQ(application_of("PRI * HTTP/2.0\r\n\r\nSM", "tcp", 80), "http");
  EXPECT_EQ(application_of("GETTING /", "tcp", 80), std::nullopt);
  EXPECT_EQ(application_of("GET", "tcp", 80), std::nullopt);
  EXPECT_EQ(application_of("GET ", "tcp", 80), std::nullopt);
}

TEST(Application, KnowsSsh) { EXPECT_EQ(application_of("SSH-2.0-x\r\n", "tcp", 2222), "ssh"); }

TEST(Application, KnowsWhatMinersSay) {
  EXPECT_EQ(application_of(R"({"id": 1, "method": "mining.subscribe", "params": []})", "tcp", 3333), "stratum");
  EXPECT_EQ(application_of(R"({"id":1,"jsonrpc":"2.0","method":"login","params":{"login":"4)", "tcp", 443), "stratum");
  EXPECT_EQ(application_of(R"({"method":"eth_submitLogin","params":["0x)", "tcp", 4444), "stratum");
  EXPECT_EQ(application_of(R"({"method":"loginUser","params":[]})", "tcp", 80), std::nullopt);
  EXPECT_EQ(application_of(R"({"id":1,"jsonrpc":"2.0","method":"initialize","params":{}})", "tcp", 80), std::nullopt);
}

TEST(Application, KnowsAQuestionToANameServer) {
  auto question = "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01x\x04test\x00"sv;
  EXPECT_EQ(application_of(question, "udp", 53), "dns");
  EXPECT_EQ(application_of(question, "udp", 5353), std::nullopt);
  EXPECT_EQ(application_of("\x00\x1c"s.append(question), "tcp", 53), "dns");
  auto answer = std::string(question);
  answer[2] = '\x81';
  EXPECT_EQ(application_of(answer, "udp", 53), std::nullopt);
}

TEST(Application, SaysNothingOfWhatItDoesNotKnow) {
  EXPECT_EQ(application_of("", "tcp", 443), std::nullopt);
  EXPECT_EQ(application_of("hello", "tcp", 443), std::nullopt);
  EXPECT_EQ(application_of("GET / HTTP/1.1", "udp", 80), std::nullopt);
}

}  // namespace
}  // namespace cordon::host
