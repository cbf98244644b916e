#include "network/quic_initial.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

using testing::bytes_of, testing::quic_crypto, testing::quic_packet, testing::unhex;

constexpr std::uint32_t kVersion2 = 0x6B3343CF;
const std::string& origin() {
  static const std::string kOrigin = unhex("8394c8f03e515708");
  return kOrigin;
}

// RFC 9001 appendix A.2: the frames of the client's packet, before the padding.
const std::string& client_frames() {
  static const std::string kFrames = unhex(
      "060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c00000413011302010000c0000000"
      "10000e00000b6578616d706c652e636f6dff01000100000a00080006001d0017001800100007000504616c706e0005000501000000000033"
      "00260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f50f1ce15d43e994ec74d748002b0003020304000d0010000e040305"
      "0306030203080408050806002d00020101001c00024001003900320408ffffffffffffffff05048000ffff07048000ffff08011001048000"
      "75300901100f088394c8f03e51570806048000ffff");
  return kFrames;
}

std::string padded(std::string frames) {
  frames.resize(1162);
  return frames;
}

// Appendix A.3 of both RFCs: the same frames from the server, sealed under each version.
constexpr std::string_view kServerFrames =
    "02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a1200130100002e00330024"
    "001d00209d3c940d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00020304";
constexpr std::string_view kServer1 =
    "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c"
    "3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f5889"
    "1850abbdca3d20398c276456cbc42158407dd074ee";
constexpr std::string_view kServer2 =
    "dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698baeea26b91eb761d9b89237bbf87263017915358230035f7fd"
    "3945d88965cf17f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2c984c707f0a0812d8cd5a6881eaf21ceda98"
    "f4bd23f6fe1a3e2c43edd9ce7ca84bed8521e2e140";

TEST(QuicInitial, SealsTheClientsPacketAsTheSpecificationsShow) {
  const std::string first =
      QuicKeys::of_client(1, origin())
          .seal(unhex("c300000001088394c8f03e5157080000449e00000002"), 2, padded(client_frames()));
  ASSERT_EQ(first.size(), 1200u);
  EXPECT_EQ(first.substr(0, 26), unhex("c000000001088394c8f03e5157080000449e7b9aec34d1b1c98d"));
  EXPECT_EQ(first.substr(1184), unhex("e221af44860018ab0856972e194cd934"));
  const std::string second =
      QuicKeys::of_client(kVersion2, origin())
          .seal(unhex("d36b3343cf088394c8f03e5157080000449e00000002"), 2, padded(client_frames()));
  EXPECT_EQ(second.substr(0, 26), unhex("d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6a"));
  for (const std::string& packet : {first, second}) {
    std::string_view datagram = packet;
    const auto read = next_quic_packet(datagram);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->destination, origin());
    EXPECT_EQ(read->number_offset, 18u);
    EXPECT_EQ(QuicKeys::of_client(read->version, read->destination).open(*read), padded(client_frames()));
  }
}

TEST(QuicInitial, OpensTheServersPacketOfBothSpecifications) {
  for (const std::string_view digits : {kServer1, kServer2}) {
    const std::string bytes = unhex(digits);
    std::string_view datagram = bytes;
    const auto packet = next_quic_packet(datagram);
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->type, QuicPacketType::initial);
    EXPECT_EQ(packet->source, unhex("f067a5502a4262b5"));
    EXPECT_EQ(QuicKeys::of_server(packet->version, origin()).open(*packet), unhex(kServerFrames));
    EXPECT_FALSE(QuicKeys::of_client(packet->version, origin()).open(*packet));
    EXPECT_FALSE(QuicKeys::of_server(packet->version, "another").open(*packet));
  }
}

TEST(QuicInitial, OpensPacketsOfDraftsWithTheirOwnSalts) {
  for (const std::uint32_t version : {0xFF000017u, 0xFF00001Cu, 0xFF00001Du, 0xFF000020u, 0xFF000021u}) {
    const std::string bytes = quic_packet("\1\1\1\1", "origin-1", version);
    std::string_view datagram = bytes;
    const auto packet = next_quic_packet(datagram);
    ASSERT_TRUE(packet) << version;
    EXPECT_EQ(QuicKeys::of_client(version, "origin-1").open(*packet), "\1\1\1\1");
    const bool as_version_1 = version >= 0xFF000021;
    EXPECT_EQ(QuicKeys::of_client(1, "origin-1").open(*packet).has_value(), as_version_1) << version;
  }
}

TEST(QuicInitial, TakesEachPacketOffADatagram) {
  const std::string handshake = bytes_of("\xE0\0\0\0\1\2id\0\3abc"), last = quic_packet("\1\1\1\1");
  const std::string all = quic_packet("\1\1\1\1", "first") + handshake + last + "short header";
  std::string_view datagram = all;
  EXPECT_EQ(next_quic_packet(datagram)->destination, "first");
  const auto second = next_quic_packet(datagram);
  EXPECT_EQ(second->type, QuicPacketType::handshake);
  EXPECT_EQ(second->bytes, handshake);
  EXPECT_EQ(next_quic_packet(datagram)->bytes, last);
  EXPECT_FALSE(next_quic_packet(datagram));
  EXPECT_EQ(datagram, "short header");
}

TEST(QuicInitial, LeavesWhatIsNoPacketOfAKnownVersion) {
  const std::string whole = quic_packet("\1\1\1\1");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    std::string_view cut = std::string_view(whole).substr(0, length);
    EXPECT_FALSE(next_quic_packet(cut)) << length;
    EXPECT_EQ(cut.size(), length);
  }
  for (const std::string& bytes :
       {bytes_of("\x80\0\0\0\1\0\0\0\0"), bytes_of("\xC0\0\0\0\0\0\0\0\0"), bytes_of("\xC0Q046\0\0\0\0"),
        bytes_of("\xC0\0\0\0\1\x15") + std::string(21, 'i') + bytes_of("\0\0\0"), std::string(40, '\xFF')}) {
    std::string_view datagram = bytes;
    EXPECT_FALSE(next_quic_packet(datagram));
  }
}

TEST(QuicInitial, FindsTheHandshakeAmongOtherFrames) {
  std::vector<QuicCryptoPiece> pieces;
  const std::string frames = bytes_of("\0\1\2\5\0\1\0\0\0\3\5\0\0\0\1\2\3\x1C\1\6\3why") + quic_crypto(9, "hello");
  ASSERT_TRUE(read_quic_frames(frames, pieces));
  ASSERT_EQ(pieces.size(), 1u);
  EXPECT_EQ(pieces[0].offset, 9u);
  EXPECT_EQ(pieces[0].bytes, "hello");
}

TEST(QuicInitial, KeepsTheFramesBeforeOneThatIsWrong) {
  for (const std::string& wrong :
       {bytes_of("\x08\0data"), bytes_of("\6\0\x20short"), bytes_of("\2\0\0\xBF\xFF\xFF\xFF"),
        bytes_of("\6\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFx")}) {
    std::vector<QuicCryptoPiece> pieces;
    const std::string frames = quic_crypto(0, "kept") + wrong;
    EXPECT_FALSE(read_quic_frames(frames, pieces));
    ASSERT_EQ(pieces.size(), 1u);
    EXPECT_EQ(pieces[0].bytes, "kept");
  }
}

}  // namespace
}  // namespace cordon::network
