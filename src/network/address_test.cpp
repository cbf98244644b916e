#include "network/address.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

std::string v6(const std::string& bytes) { return Address::v6(bytes).text(); }

TEST(Address, WritesFourBytesWithDots) {
  EXPECT_EQ(Address::v4(testing::bytes_of("\xC0\x00\x02\x01")).text(), "192.0.2.1");
}

TEST(Address, ShortensTheLongestRunOfZeros) {  // RFC 5952 section 4.2
  EXPECT_EQ(v6(std::string(16, '\0')), "::");
  EXPECT_EQ(v6(std::string(15, '\0') + '\1'), "::1");
  EXPECT_EQ(v6("\x20\x01\x0D\xB8" + std::string(11, '\0') + '\1'), "2001:db8::1");
  EXPECT_EQ(v6("\x20\x01\x0D\xB8" + std::string(12, '\0')), "2001:db8::");
}

TEST(Address, ShortensTheFirstOfTwoEqualRuns) {
  EXPECT_EQ(v6(testing::bytes_of("\x20\x01\x0D\xB8\0\0\0\0\0\1\0\0\0\0\0\1")), "2001:db8::1:0:0:1");
}

TEST(Address, DoesNotShortenOneGroup) {
  EXPECT_EQ(v6(testing::bytes_of("\x20\x01\x0D\xB8\0\0\0\1\0\1\0\1\0\1\0\1")), "2001:db8:0:1:1:1:1:1");
}

TEST(Address, TakesMappedAddressesForIpv4) {
  EXPECT_EQ(v6(std::string(10, '\0') + "\xFF\xFF\xC0" + testing::bytes_of("\0\2\1")), "192.0.2.1");
}

}  // namespace
}  // namespace cordon::network
