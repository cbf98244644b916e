#include "rules/network.h"

#include <gtest/gtest.h>

namespace cordon::rules {
namespace {

bool contains(std::string_view network, std::string_view address) {
  const auto parsed = Network::parse(network);
  const auto at = parse_address(address);
  EXPECT_TRUE(parsed && at) << network << " " << address;
  return parsed && at && parsed->contains(*at);
}

TEST(Network, HoldsTheAddressesThatShareItsBits) {
  EXPECT_TRUE(contains("192.0.2.0/24", "192.0.2.255"));
  EXPECT_FALSE(contains("192.0.2.0/24", "192.0.3.0"));
  EXPECT_TRUE(contains("192.0.2.128/25", "192.0.2.200"));
  EXPECT_FALSE(contains("192.0.2.128/25", "192.0.2.127"));
  EXPECT_TRUE(contains("0.0.0.0/0", "203.0.113.1"));
  EXPECT_TRUE(contains("2001:db8::/32", "2001:db8:ffff::1"));
  EXPECT_FALSE(contains("2001:db8::/32", "2001:db9::1"));
}

TEST(Network, IsOneAddressWithoutALength) {
  EXPECT_TRUE(contains("192.0.2.7", "192.0.2.7"));
  EXPECT_FALSE(contains("192.0.2.7", "192.0.2.8"));
  EXPECT_TRUE(contains("2001:db8::1", "2001:db8:0::1"));
}

TEST(Network, KeepsTheFamiliesApartExceptForMappedAddresses) {
  EXPECT_FALSE(contains("::/0", "192.0.2.1"));
  EXPECT_TRUE(contains("192.0.2.0/24", "::ffff:192.0.2.9"));
}

TEST(Network, RefusesWhatIsNone) {
  for (const char* bad : {"", "/8", "192.0.2.0/33", "2001:db8::/129", "192.0.2.0/-1", "192.0.2.0/8x", "192.0.2.0/",
                          "192.0.2.1/24", "example.test/8", "192.0.2/24"}) {
    const auto parsed = Network::parse(bad);
    ASSERT_FALSE(parsed) << bad;
    EXPECT_EQ(parsed.error().code, ErrorCode::invalid_value) << bad;
  }
}

TEST(Address, IsReadWithBracketsAndZone) {
  EXPECT_EQ(parse_address("[2001:db8::1]"), parse_address("2001:db8::1"));
  EXPECT_EQ(parse_address("fe80::1%eth0"), parse_address("fe80::1"));
  EXPECT_FALSE(parse_address("localhost"));
  EXPECT_FALSE(parse_address(std::string(100, '1')));
}

}  // namespace
}  // namespace cordon::rules
