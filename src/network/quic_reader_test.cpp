#include "network/quic_reader.h"

#include <gtest/gtest.h>

#include "network/ja4.h"
#include "network/testing.h"

namespace cordon::network {
namespace {

using testing::quic_crypto, testing::quic_hello, testing::quic_packet;

TEST(QuicReader, ReadsAHelloOfOnePacket) {
  QuicReader reader;
  ClientHello hello;
  ASSERT_EQ(reader.add(quic_packet(quic_crypto(0, quic_hello())), hello), QuicProgress::found);
  EXPECT_EQ(hello.server_name, "registry.example.test");
  EXPECT_EQ(hello.alpn, (std::vector<std::string>{"h3"}));
  EXPECT_TRUE(ja4(hello).starts_with("q13d0203h3_")) << ja4(hello);
}

TEST(QuicReader, PutsPacketsAndFramesInOrder) {
  const std::string all = quic_hello();
  const auto piece = [&](std::size_t from, std::size_t to) { return quic_crypto(from, all.substr(from, to - from)); };
  QuicReader reader;
  ClientHello hello;
  EXPECT_EQ(reader.add(quic_packet(piece(60, 90)), hello), QuicProgress::incomplete);
  EXPECT_TRUE(reader.has_gap());
  EXPECT_EQ(reader.add(quic_packet(piece(40, 70) + piece(0, 30)), hello), QuicProgress::incomplete);
  const std::string both = quic_packet(piece(30, 40)) + quic_packet(piece(80, all.size()));
  ASSERT_EQ(reader.add(both, hello), QuicProgress::found);
  EXPECT_EQ(hello.server_name, "registry.example.test");
  EXPECT_FALSE(reader.contradicts());
}

TEST(QuicReader, KeepsTheKeysWhenTheClientWritesAnotherConnectionId) {
  const std::string all = quic_hello();
  QuicReader reader;
  ClientHello hello;
  EXPECT_EQ(reader.add(quic_packet(quic_crypto(0, all.substr(0, 50))), hello), QuicProgress::incomplete);
  const std::string later = quic_packet(quic_crypto(50, all.substr(50)), "origin-1", 1, "chosen-by-server");
  EXPECT_EQ(reader.add(later, hello), QuicProgress::found);
  QuicReader late;
  EXPECT_EQ(late.add(later, hello), QuicProgress::unproven);
}

TEST(QuicReader, BeginsAgainAfterARetry) {
  QuicReader reader;
  ClientHello hello;
  EXPECT_EQ(reader.add(quic_packet(quic_crypto(0, quic_hello("a.test").substr(0, 60))), hello),
            QuicProgress::incomplete);
  const std::string again = quic_packet(quic_crypto(0, quic_hello("b.test")), "from-retry");
  ASSERT_EQ(reader.add(again, hello), QuicProgress::found);
  EXPECT_EQ(hello.server_name, "b.test");
}

TEST(QuicReader, CountsTheFirstCopyOfAByte) {
  const std::string all = quic_hello();
  QuicReader reader;
  ClientHello hello;
  reader.add(quic_packet(quic_crypto(0, all.substr(0, 60))), hello);
  std::string other = all;
  other[10] = 'X';
  ASSERT_EQ(reader.add(quic_packet(quic_crypto(0, other)), hello), QuicProgress::found);
  EXPECT_EQ(hello.server_name, "registry.example.test");
  EXPECT_TRUE(reader.contradicts());
}

TEST(QuicReader, SaysWhatIsNotTheBeginningOfAClient) {
  ClientHello hello;
  EXPECT_EQ(QuicReader().add("no long header", hello), QuicProgress::foreign);
  std::string changed = quic_packet(quic_crypto(0, quic_hello()));
  changed.back() = static_cast<char>(changed.back() ^ 1);
  EXPECT_EQ(QuicReader().add(changed, hello), QuicProgress::unproven);
  EXPECT_EQ(QuicReader().add(quic_packet(quic_crypto(0, "\2no ClientHello")), hello), QuicProgress::damaged);
  EXPECT_EQ(QuicReader().add(quic_packet("\x08" + std::string(20, 's')), hello), QuicProgress::damaged);
}

TEST(QuicReader, StaysWithinItsWindow) {
  QuicReader reader;
  ClientHello hello;
  const std::string endless = testing::big(1, 1) + testing::big(0xFF00, 3) + std::string(1000, 'x');
  QuicProgress progress = reader.add(quic_packet(quic_crypto(0, endless)), hello);
  for (std::size_t at = 1004; at < 0x4000 && progress == QuicProgress::incomplete; at += 1000)
    progress = reader.add(quic_packet(quic_crypto(at, std::string(1000, 'x'))), hello);
  EXPECT_EQ(progress, QuicProgress::damaged);
  EXPECT_LE(reader.memory_bytes(), 64u << 10);
}

}  // namespace
}  // namespace cordon::network
