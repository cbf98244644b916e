#include "network/ja4.h"

#include <gtest/gtest.h>

namespace cordon::network {
namespace {

// The example of the specification: t13d1516h2_8daaf6152771_e5627efa2ab1.
ClientHello example() {
  ClientHello hello;
  hello.legacy_version = 0x0303;
  hello.ciphers = {0x2A2A, 0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030,
                   0xCCA9, 0xCCA8, 0xC013, 0xC014, 0x009C, 0x009D, 0x002F, 0x0035};
  hello.extensions = {0x6A6A, 0x001B, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002D, 0x000D,
                      0x0005, 0x0023, 0x0012, 0x002B, 0xFF01, 0x000B, 0x000A, 0x0015, 0xBABA};
  hello.versions = {0xCACA, 0x0304, 0x0303};
  hello.signature_algorithms = {0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601};
  hello.alpn = {"h2", "http/1.1"};
  hello.server_name = "example.test";
  return hello;
}

TEST(Ja4, GivesTheFingerprintOfItsSpecification) { EXPECT_EQ(ja4(example()), "t13d1516h2_8daaf6152771_e5627efa2ab1"); }

TEST(Ja4, DoesNotDependOnTheOrderOfCiphersAndExtensions) {
  ClientHello hello = example();
  std::swap(hello.ciphers[1], hello.ciphers[9]);
  std::swap(hello.extensions[1], hello.extensions[12]);
  EXPECT_EQ(ja4(hello), ja4(example()));
  std::swap(hello.signature_algorithms[0], hello.signature_algorithms[1]);
  EXPECT_NE(ja4(hello), ja4(example()));
}

TEST(Ja4, HasZerosForWhatIsEmpty) {
  ClientHello hello;
  hello.legacy_version = 0x0303;
  EXPECT_EQ(ja4(hello), "t12i000000_000000000000_000000000000");
  hello.extensions = {0, 16};  // both are left out of the last part
  EXPECT_EQ(ja4(hello), "t12d000200_000000000000_000000000000");
}

TEST(Ja4, EndsWithoutAnUnderscoreWhereThereAreNoSignatures) {
  ClientHello hello;
  hello.legacy_version = 0x0301;
  hello.extensions = {0x0005, 0x000A, 0x000B, 0x0023, 0x0017, 0xFF01};
  EXPECT_EQ(ja4(hello), "t10i000600_000000000000_c39ab67fec8e");  // sha256 of "0005,000a,000b,0017,0023,ff01"
}

TEST(Ja4, WritesProtocolsThatAreNoTextAsHexadecimal) {
  const auto protocol = [](std::string_view name) {
    ClientHello hello;
    hello.alpn = {std::string(name)};
    return ja4(hello).substr(8, 2);
  };
  EXPECT_EQ(protocol("h2"), "h2");
  EXPECT_EQ(protocol("h"), "hh");
  EXPECT_EQ(protocol("http/1.1"), "h1");
  EXPECT_EQ(protocol("\xAB\xCD"), "ad");
  EXPECT_EQ(protocol("h\xCD"), "6d");
  EXPECT_EQ(protocol(""), "00");
}

TEST(Ja4, CountsNoFurtherThanNinetyNine) {
  ClientHello hello;
  hello.ciphers.assign(150, 0x1301);
  EXPECT_EQ(ja4(hello).substr(4, 2), "99");
}

TEST(Ja4, MarksDatagramsAndVersions) {
  ClientHello hello;
  hello.datagram = true;
  hello.legacy_version = 0xFEFD;
  EXPECT_EQ(ja4(hello).substr(0, 3), "dd2");
  hello.datagram = false;
  hello.legacy_version = 0x7F17;
  EXPECT_EQ(ja4(hello).substr(0, 3), "t00");
}

}  // namespace
}  // namespace cordon::network
