#include "crypto/secret.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace cordon::crypto {
namespace {

TEST(Secret, HoldsWhatItWasGiven) {
  const Secret secret(std::string_view("correct horse"));
  EXPECT_EQ(secret.text(), "correct horse");
  EXPECT_EQ(Secret(std::string_view()).text(), "");
  EXPECT_TRUE(Secret().empty());
  EXPECT_TRUE(std::ranges::all_of(Secret(8).bytes(), [](unsigned char byte) { return byte == 0; }));
}

TEST(Secret, IsInOnePlaceOnlyAfterAMove) {
  Secret first(std::string_view("one")), second(std::string_view("another"));
  second = std::move(first);
  EXPECT_EQ(second.text(), "one");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the point
  const Secret third(std::move(second));
  EXPECT_EQ(third.text(), "one");
}

TEST(Secret, WipingLeavesZeros) {
  std::array<unsigned char, 4> bytes{1, 2, 3, 4};
  wipe(bytes);
  EXPECT_EQ(bytes, (std::array<unsigned char, 4>{}));
  wipe({});
}

}  // namespace
}  // namespace cordon::crypto
