#include "network/openvpn.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

using testing::big, testing::openvpn_control, testing::openvpn_reset, testing::simple_hello;

TEST(OpenVpn, TellsTheLengthOfTheSignatureFromTheFirstPacket) {
  for (const std::size_t bytes : {0u, 16u, 20u, 28u, 32u, 48u, 64u})
    EXPECT_EQ(openvpn_signature_bytes(openvpn_reset(bytes)), bytes);
  EXPECT_FALSE(openvpn_signature_bytes(openvpn_reset(17)));
  EXPECT_FALSE(openvpn_signature_bytes(openvpn_reset().substr(0, 13)));
  EXPECT_FALSE(openvpn_signature_bytes("\x40" + openvpn_reset().substr(1)));  // the server's
  std::string encrypted = openvpn_reset(32);
  encrypted[50] = 'e';
  EXPECT_FALSE(openvpn_signature_bytes(encrypted));
}

TEST(OpenVpn, PutsWhatIsSaidInOrder) {
  const std::string hello = simple_hello();
  for (const std::size_t bytes : {0u, 20u, 64u}) {
    OpenVpnReader reader;
    EXPECT_FALSE(reader.add(openvpn_reset(bytes)));
    EXPECT_FALSE(reader.add(openvpn_control(3, hello.substr(50), bytes)));
    EXPECT_TRUE(reader.has_gap());
    EXPECT_TRUE(reader.add(openvpn_control(1, hello.substr(0, 20), bytes)));
    EXPECT_EQ(reader.said(), hello.substr(0, 20));
    EXPECT_FALSE(reader.add(openvpn_control(1, "another first", bytes)));
    EXPECT_TRUE(reader.add(openvpn_control(2, hello.substr(20, 30), bytes)));
    EXPECT_EQ(reader.said(), hello);
    EXPECT_FALSE(reader.has_gap());
  }
}

TEST(OpenVpn, BelievesTheFirstCopyOfAPacketThatWaits) {
  OpenVpnReader reader;
  reader.add(openvpn_reset());
  reader.add(openvpn_control(2, "first"));
  reader.add(openvpn_control(2, "later"));
  EXPECT_TRUE(reader.add(openvpn_control(1, "the ")));
  EXPECT_EQ(reader.said(), "the first");
}

TEST(OpenVpn, HearsOnlyTheSessionThatBegan) {
  OpenVpnReader reader;
  EXPECT_FALSE(reader.add(openvpn_control(1, "too early")));
  EXPECT_FALSE(reader.begun());
  reader.add(openvpn_reset());
  EXPECT_FALSE(reader.add(openvpn_control(1, "stranger", 0, "session2")));
  EXPECT_TRUE(reader.add(openvpn_control(1, "one")));
  reader.add(openvpn_reset(0, "session1"));  // repeated
  EXPECT_EQ(reader.said(), "one");
  reader.add(openvpn_reset(0, "session2"));
  EXPECT_EQ(reader.said(), "");
  EXPECT_TRUE(reader.add(openvpn_control(1, "two", 0, "session2")));
}

TEST(OpenVpn, KeepsLittleOfWhatComesTooEarly) {
  OpenVpnReader reader;
  reader.add(openvpn_reset());
  for (std::uint32_t number = 2; number < 100; ++number) reader.add(openvpn_control(number, std::string(4000, 'x')));
  EXPECT_LE(reader.memory_bytes(), 20u << 10);
  EXPECT_TRUE(reader.has_gap());
  EXPECT_TRUE(reader.add(openvpn_control(1, "x")));
  for (std::uint32_t number = 2; number < 100; ++number) reader.add(openvpn_control(number, std::string(4000, 'x')));
  EXPECT_TRUE(reader.full());
  EXPECT_EQ(reader.said().size(), 16u << 10);
}

TEST(OpenVpn, ShowsItselfInAStreamByItsWholeFirstPacket) {
  const std::string framed = big(54, 2) + openvpn_reset(32);
  for (std::size_t length = 0; length < framed.size(); ++length)
    EXPECT_EQ(begins_openvpn(framed.substr(0, length)), std::nullopt) << length;
  EXPECT_EQ(begins_openvpn(framed + "more"), true);
  EXPECT_EQ(begins_openvpn(big(13, 2)), false);
  EXPECT_EQ(begins_openvpn(big(54, 2) + "\x40"), false);
  EXPECT_EQ(begins_openvpn(big(14, 2) + openvpn_reset().substr(0, 13) + "\1"), false);
  EXPECT_EQ(begins_openvpn("\5\1"), false);
}

}  // namespace
}  // namespace cordon::network
