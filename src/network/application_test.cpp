#include "network/application.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

TEST(Application, RecognisesWhatIsSaidFirst) {
  EXPECT_EQ(recognise(testing::simple_hello()), Application::tls);
  EXPECT_EQ(recognise("SSH-2.0-OpenSSH_9.2\r\n"), Application::ssh);
  EXPECT_EQ(recognise("GET / HTTP/1.1\r\n"), Application::http);
  EXPECT_EQ(recognise("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), Application::http2);
  EXPECT_EQ(recognise(R"({"id":1,"method":"mining.subscribe","params":["miner/1.0"]})"), Application::stratum);
  EXPECT_EQ(recognise(R"({"method":"login","params":{"login":"wallet","pass":"x","agent":"a"},"id":1})"),
            Application::stratum);
}

TEST(Application, RecognisesOpenVpnByItsWholeFirstPacket) {
  const std::string framed = testing::big(42, 2) + testing::openvpn_reset(20);
  EXPECT_EQ(recognise(framed), Application::openvpn);
  EXPECT_EQ(recognise(std::string_view(framed).substr(0, 43)), Application::undecided);
  EXPECT_EQ(recognise(testing::big(42, 2) + testing::openvpn_reset(21)), Application::other);
  EXPECT_EQ(to_string(Application::openvpn), "openvpn");
  EXPECT_EQ(to_string(Application::quic), "quic");
}

TEST(Application, WaitsAsLongAsMoreBytesCouldTell) {
  for (const std::string& whole : {testing::simple_hello().substr(0, 6), std::string("SSH-"),
                                   std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), std::string("GET / HTTP/1.1\n")}) {
    for (std::size_t length = 0; length < whole.size(); ++length)
      EXPECT_EQ(recognise(std::string_view(whole).substr(0, length)), Application::undecided) << whole << ' ' << length;
    EXPECT_NE(recognise(whole), Application::undecided);
  }
  EXPECT_EQ(recognise(R"({"id":1)"), Application::undecided);
}

TEST(Application, SaysOtherWhereNoneOfThemCanBe) {
  for (const std::string_view bytes : {"220 mail.example.test ESMTP\r\n", "\x05\x01", "{\"json\":1}\n", "\x16\x02",
                                       "\x16\x03\x01\x01\x01\x02", "HTTP/1.1 200 OK\r\n"})
    EXPECT_EQ(recognise(bytes), Application::other) << bytes;
}

TEST(Application, NamesWhatItRecognises) {
  EXPECT_EQ(to_string(Application::stratum), "stratum");
  EXPECT_EQ(to_string(Application::other), "");
}

}  // namespace
}  // namespace cordon::network
