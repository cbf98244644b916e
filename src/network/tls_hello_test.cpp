#include "network/tls_hello.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

using namespace testing;

std::string all_extensions() {
  return server_name("registry.example.test") + extension(10, big(4, 2) + numbers({29, 23})) +
         extension(11, bytes_of("\1\0")) + extension(13, big(4, 2) + numbers({0x0403, 0x0804})) +
         extension(16, big(12, 2) + "\2h2\x08http/1.1") + extension(43, big(4, 1) + numbers({0x0304, 0x0303}));
}

TEST(TlsHello, ReadsWhatTheClientOffers) {
  ClientHello hello;
  ASSERT_EQ(read_client_hello(record(hello_message({0x1301, 0xC02B}, all_extensions())), hello), HelloProgress::found);
  EXPECT_EQ(hello.legacy_version, 0x0303);
  EXPECT_EQ(hello.ciphers, (std::vector<std::uint16_t>{0x1301, 0xC02B}));
  EXPECT_EQ(hello.extensions, (std::vector<std::uint16_t>{0, 10, 11, 13, 16, 43}));
  EXPECT_EQ(hello.groups, (std::vector<std::uint16_t>{29, 23}));
  EXPECT_EQ(hello.point_formats, (std::vector<std::uint8_t>{0}));
  EXPECT_EQ(hello.signature_algorithms, (std::vector<std::uint16_t>{0x0403, 0x0804}));
  EXPECT_EQ(hello.alpn, (std::vector<std::string>{"h2", "http/1.1"}));
  EXPECT_EQ(hello.server_name, "registry.example.test");
  EXPECT_EQ(highest_version(hello), 0x0304);
  EXPECT_FALSE(hello.damaged);
}

TEST(TlsHello, JoinsTheRecordsOfOneMessage) {
  const std::string message = hello_message({0x1301}, all_extensions() + extension(51, std::string(1300, 'k')));
  ClientHello whole;
  ASSERT_EQ(read_client_hello(record(message), whole), HelloProgress::found);
  for (const std::size_t size : {1u, 3u, 5u, 100u, 1000u}) {
    std::string records;
    for (std::size_t at = 0; at < message.size(); at += size) records += record(message.substr(at, size));
    ClientHello hello;
    EXPECT_EQ(read_client_hello(records, hello), HelloProgress::found) << size;
    EXPECT_EQ(hello, whole) << size;
  }
}

TEST(TlsHello, AsksForMoreUntilTheMessageIsWhole) {
  const std::string bytes = record(hello_message({0x1301}, all_extensions()));
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    ClientHello hello;
    EXPECT_EQ(read_client_hello(bytes.substr(0, length), hello), HelloProgress::incomplete) << length;
  }
}

TEST(TlsHello, ReadsHellosFromBeforeThereWereExtensions) {
  ClientHello hello;
  ASSERT_EQ(read_client_hello(record(hello_message({4, 5}, "", 0x0300), 0x0300), hello), HelloProgress::found);
  EXPECT_TRUE(hello.extensions.empty());
  EXPECT_EQ(highest_version(hello), 0x0300);
}

TEST(TlsHello, TellsWhatIsNoHello) {
  ClientHello hello;
  EXPECT_EQ(read_client_hello("GET / HTTP/1.1\r\n", hello), HelloProgress::absent);
  EXPECT_EQ(read_client_hello(record(bytes_of("\2\0\0\4\3\3\0\0")), hello), HelloProgress::absent);  // a server's
  EXPECT_EQ(read_client_hello(bytes_of("\x16\x03\x01\0\0"), hello), HelloProgress::absent);
  EXPECT_EQ(read_client_hello(record(bytes_of("\1\xFF\xFF\xFF")), hello), HelloProgress::absent);  // 16 MiB
}

TEST(TlsHello, TellsDamageAndKeepsWhatStandsBeforeIt) {
  ClientHello hello;
  EXPECT_EQ(read_client_hello(record(bytes_of("\1\0\0\2\3\3")), hello), HelloProgress::damaged);
  const std::string cut = server_name("a.test") + big(10, 2) + big(500, 2);
  ASSERT_EQ(read_client_hello(record(hello_message({0x1301}, cut)), hello), HelloProgress::found);
  EXPECT_TRUE(hello.damaged);
  EXPECT_EQ(hello.server_name, "a.test");
  EXPECT_EQ(hello.extensions, (std::vector<std::uint16_t>{0}));
  ASSERT_EQ(read_client_hello(record(hello_message({0x1301}, extension(10, bytes_of("\0\3\0\x1D\0")))), hello),
            HelloProgress::found);
  EXPECT_TRUE(hello.damaged);
  const std::string message = hello_message({0x1301}, all_extensions());
  EXPECT_EQ(read_client_hello(record(message.substr(0, 20)) + "no record follows", hello), HelloProgress::damaged);
}

TEST(TlsHello, ReadsADatagramOfDtls) {
  std::string message = hello_message({0xC02B}, extension(10, big(2, 2) + numbers({29})), 0xFEFD);
  std::string body = message.substr(4);
  body.insert(2 + 32 + 1, 1, '\0');  // the cookie is empty
  const auto datagram = [&](std::uint32_t offset, std::size_t length) {
    return bytes_of("\x16\xFE\xFF\0\0\0\0\0\0\0\0") + big(12 + body.size(), 2) + big(1, 1) + big(length, 3) +
           big(0, 2) + big(offset, 3) + big(body.size(), 3) + body;
  };
  ClientHello hello;
  ASSERT_EQ(read_datagram_hello(datagram(0, body.size()), hello), HelloProgress::found);
  EXPECT_TRUE(hello.datagram);
  EXPECT_EQ(hello.groups, (std::vector<std::uint16_t>{29}));
  EXPECT_EQ(version_name(highest_version(hello)), "DTLS 1.2");
  EXPECT_EQ(read_datagram_hello(datagram(0, body.size() + 1), hello), HelloProgress::incomplete);
  EXPECT_EQ(read_datagram_hello(datagram(0, body.size()).substr(0, 40), hello), HelloProgress::damaged);
  EXPECT_EQ(read_datagram_hello("anything else at all", hello), HelloProgress::absent);
}

TEST(TlsHello, PassesOverReservedVersions) {
  ClientHello hello;
  hello.versions = {0x7A7A, 0x0303, 0x0304};
  EXPECT_EQ(highest_version(hello), 0x0304);
  EXPECT_TRUE(is_grease(0x0A0A));
  EXPECT_TRUE(is_grease(0xFAFA));
  EXPECT_FALSE(is_grease(0x0A1A));
  EXPECT_FALSE(is_grease(0x1301));
}

TEST(TlsHello, NamesVersions) {
  EXPECT_EQ(version_name(0x0303), "1.2");
  EXPECT_EQ(version_name(0x7F17), "1.3 draft 23");
  EXPECT_EQ(version_name(0x7E01), "0x7e01");
}

TEST(TlsHello, ReadsTheHandshakeOfQuicWithoutRecords) {
  const std::string whole = testing::quic_hello();
  ClientHello hello;
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_EQ(read_quic_hello(std::string_view(whole).substr(0, length), hello), HelloProgress::incomplete) << length;
  ASSERT_EQ(read_quic_hello(whole + "what comes next", hello), HelloProgress::found);
  EXPECT_TRUE(hello.quic);
  EXPECT_EQ(hello.server_name, "registry.example.test");
  EXPECT_EQ(read_quic_hello("\2", hello), HelloProgress::absent);
  EXPECT_EQ(read_quic_hello("\1\xFF\xFF\xFF", hello), HelloProgress::absent);
  EXPECT_EQ(read_quic_hello(testing::bytes_of("\1\0\0\3abc"), hello), HelloProgress::damaged);
}

}  // namespace
}  // namespace cordon::network
