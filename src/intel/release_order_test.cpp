#include "intel/release_order.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace cordon::intel {
namespace {

void expect_ascending(std::string_view ecosystem, const std::vector<std::string_view>& versions) {
  for (std::size_t i = 0; i < versions.size(); ++i)
    for (std::size_t j = 0; j < versions.size(); ++j)
      EXPECT_EQ(compare_releases(ecosystem, versions[i], versions[j]), i <=> j)
          << versions[i] << " and " << versions[j];
}

TEST(ReleaseOrder, EachEcosystemHasItsOwnOrder) {
  for (const char* ecosystem : {"npm", "crates"})
    expect_ascending(ecosystem, {"0.30.4", "1.0.0-alpha", "1.0.0-alpha.2", "1.0.0-alpha.10", "1.0.0-beta", "1.0.0",
                                 "1.9.0", "1.14.1", "10.0.0"});
  expect_ascending("pypi", {"0.1.2", "0.1.2.post1", "0.2.dev1", "0.2a1", "0.2rc1", "0.2", "0.2+local", "0.2.2",
                            "0.2.2.1", "0.10", "1", "1!0"});
  expect_ascending("go", {"v0.4.9", "v0.4.12-0.20191109021931-daa7c04131f5", "v0.4.12", "v2.0.0+incompatible"});
  EXPECT_EQ(compare_releases("go", "v1.2.3", "1.2.3"), std::weak_ordering::equivalent);
}

TEST(ReleaseOrder, WhatHasNoPlaceInAnOrderIsComparedByItsNumbers) {
  expect_ascending("composer", {"0.1.2", "0.2-beta", "0.2", "0.2.2", "0.2.2.1", "v0.10", "1"});
  expect_ascending("npm", {"0.9", "1.0.0", "1.2.banana", "1.2.0.1", "1.14.1"});
  EXPECT_EQ(compare_releases("npm", "*", "*"), std::weak_ordering::equivalent);
}

TEST(ReleaseOrder, NumbersMayBeLongerThanAnyInteger) {
  expect_ascending("composer", {"1.99999999999999999999999999998", "1.99999999999999999999999999999",
                                "1.100000000000000000000000000000"});
  EXPECT_EQ(compare_releases("composer", "1.000", "1.0"), std::weak_ordering::equivalent);
}

TEST(ReleaseOrder, MissingNumbersCountAsZero) {
  EXPECT_EQ(compare_releases("composer", "1.0", "1"), std::weak_ordering::equivalent);
  EXPECT_EQ(compare_releases("composer", "", "0"), std::weak_ordering::equivalent);
}

}  // namespace
}  // namespace cordon::intel
