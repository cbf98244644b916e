#include "model/version_key.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace cordon::model {
namespace {

VersionKey number(std::string_view digits) {
  VersionKey key;
  key.put_number(digits);
  return key;
}

TEST(VersionKey, NumbersOfAnySizeCompareAsNumbers) {
  const std::string ascending[] = {"",
                                   "1",
                                   "9",
                                   "10",
                                   "18446744073709551616",
                                   std::string(252, '9'),
                                   std::string(253, '9'),
                                   std::string(254, '9'),
                                   std::string(300, '1')};
  for (std::size_t i = 0; i < std::size(ascending); ++i)
    for (std::size_t k = 0; k < std::size(ascending); ++k)
      EXPECT_EQ(number(ascending[i]) <=> number(ascending[k]), i <=> k) << i << " " << k;
  EXPECT_EQ(number("007"), number("7"));
  EXPECT_EQ(number("000"), number(""));
}

TEST(VersionKey, ANumberKeepsItsOrderWhateverFollows) {
  EXPECT_TRUE(rc::check([](std::uint32_t a, std::uint32_t b, std::uint8_t after_a, std::uint8_t after_b) {
    VersionKey key_a = number(std::to_string(a)), key_b = number(std::to_string(b));
    key_a.put(after_a);
    key_b.put(after_b);
    RC_ASSERT(((key_a <=> key_b) == (a != b ? a <=> b : after_a <=> after_b)));
  }));
}

TEST(VersionKey, TextComesBeforeLongerTextThatItBegins) {
  VersionKey shorter, longer;
  shorter.put_text("a");
  shorter.put(0xFF);
  longer.put_text("ab");
  EXPECT_LT(shorter, longer);
}

TEST(VersionKey, LongKeysAreKeysLikeShortOnes) {
  for (const std::size_t length : {53u, 54u, 55u, 56u, 500u}) {
    VersionKey a, b;
    a.put_text(std::string(length, 'x') + "1");
    b.put_text(std::string(length, 'x') + "2");
    EXPECT_EQ(a.bytes().size(), length + 2);
    EXPECT_LT(a, b);
    EXPECT_EQ(a, VersionKey(a));
  }
}

}  // namespace
}  // namespace cordon::model
