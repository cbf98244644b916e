#include "intel/release_order.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace cordon::intel {
namespace {

void expect_ascending(const std::vector<std::string_view>& versions) {
  for (std::size_t i = 0; i < versions.size(); ++i)
    for (std::size_t j = 0; j < versions.size(); ++j)
      EXPECT_EQ(compare_releases(versions[i], versions[j]), i <=> j) << versions[i] << " and " << versions[j];
}

TEST(ReleaseOrder, SemVerVersionsHaveSemVersOrder) {
  expect_ascending(
      {"0.30.4", "1.0.0-alpha", "1.0.0-alpha.2", "1.0.0-alpha.10", "1.0.0-beta", "1.0.0", "1.9.0", "1.14.1", "10.0.0"});
}

TEST(ReleaseOrder, OtherVersionsAreComparedByTheirNumbers) {
  expect_ascending({"0.1.2", "0.1.2.post1", "0.2a1", "0.2", "0.2.2", "0.2.2.1", "0.10", "1"});
}

TEST(ReleaseOrder, TheLeadingLetterOfGoVersionsDoesNotCount) {
  EXPECT_EQ(compare_releases("v1.2.3", "1.2.3"), std::weak_ordering::equivalent);
  EXPECT_EQ(compare_releases("v0.4.9", "v0.4.12"), std::weak_ordering::less);
}

TEST(ReleaseOrder, NumbersMayBeLongerThanAnyInteger) {
  expect_ascending(
      {"1.99999999999999999999999999998", "1.99999999999999999999999999999", "1.100000000000000000000000000000"});
  EXPECT_EQ(compare_releases("1.000", "1.0"), std::weak_ordering::equivalent);
}

TEST(ReleaseOrder, MissingNumbersCountAsZero) {
  EXPECT_EQ(compare_releases("1.0", "1"), std::weak_ordering::equivalent);
  EXPECT_EQ(compare_releases("", "0"), std::weak_ordering::equivalent);
}

}  // namespace
}  // namespace cordon::intel
