#include "network/address_names.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

Address address(std::uint8_t last) { return Address::v4(testing::big(0xC0000200u + last, 4)); }

TEST(AddressNames, KeepsTheNewestNameOfAnAddress) {
  AddressNames names;
  EXPECT_EQ(names.find(address(1)), "");
  names.add(address(1), "old.example.test");
  names.add(address(1), "new.example.test");
  EXPECT_EQ(names.find(address(1)), "new.example.test");
  EXPECT_EQ(names.size(), 1u);
}

TEST(AddressNames, ForgetsTheFirstWhenThereAreTooMany) {
  AddressNames names(2);
  for (std::uint8_t i = 1; i <= 3; ++i) names.add(address(i), "n" + std::to_string(i));
  EXPECT_EQ(names.find(address(1)), "");
  EXPECT_EQ(names.find(address(2)), "n2");
  EXPECT_EQ(names.find(address(3)), "n3");
  EXPECT_EQ(names.forgotten(), 1u);
}

TEST(AddressNames, RemembersNothingWithALimitOfZero) {
  AddressNames names(0);
  names.add(address(1), "n");
  EXPECT_EQ(names.find(address(1)), "");
}

}  // namespace
}  // namespace cordon::network
