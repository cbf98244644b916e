#include "net/address_class.h"

#include <gtest/gtest.h>

namespace cordon::net {
namespace {

TEST(AddressClass, AddressesOfThePublicInternetAreOpen) {
  for (const char* address :
       {"203.0.113.10", "8.0.0.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.167.1.1",
        "223.255.255.255", "2001:db8::1", "2a00::1", "::ffff:203.0.113.10", "64:ff9b::203.0.113.10", "[2001:db8::1]"})
    EXPECT_EQ(address_class(address), AddressClass::open) << address;
}

TEST(AddressClass, OnesOwnMachineAndNetworkAreInner) {
  for (const char* address : {"127.0.0.1",
                              "127.255.0.1",
                              "0.0.0.0",
                              "10.1.2.3",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.168.0.1",
                              "169.254.169.254",
                              "100.64.0.1",
                              "224.0.0.1",
                              "255.255.255.255",
                              "::1",
                              "::",
                              "fe80::1%eth0",
                              "fd00::1",
                              "ff02::1",
                              "::ffff:10.0.0.1",
                              "::ffff:127.0.0.1",
                              "64:ff9b::10.0.0.1",
                              "2002:0a00:0001::1",
                              "[::1]"})
    EXPECT_EQ(address_class(address), AddressClass::inner) << address;
}

TEST(AddressClass, NamesAndBrokenNumbersAreNoAddress) {
  for (const char* address :
       {"", "example.test", "1.2.3", "1.2.3.4.5", "0x7f.0.0.1", "256.1.1.1", "[]", "::g", "2130706433"})
    EXPECT_EQ(address_class(address), AddressClass::none) << address;
}

}  // namespace
}  // namespace cordon::net
