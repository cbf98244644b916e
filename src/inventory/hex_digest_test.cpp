#include "inventory/hex_digest.h"

#include <gtest/gtest.h>

#include "model/integrity.h"

namespace cordon::inventory {
namespace {

TEST(HexDigest, BecomesACanonicalIntegrityString) {
  // SHA-256 of the empty text.
  const std::string sri = sri_of_hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sri, "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  const auto parsed = model::parse_integrity(sri);
  ASSERT_EQ(parsed.size(), 1u);
  EXPECT_TRUE(parsed[0].canonical);
}

TEST(HexDigest, IsNoneWithAnotherLengthOrOtherLetters) {
  EXPECT_EQ(sri_of_hex(""), "");
  EXPECT_EQ(sri_of_hex(std::string(63, 'a')), "");
  EXPECT_EQ(sri_of_hex(std::string(65, 'a')), "");
  EXPECT_EQ(sri_of_hex(std::string(64, 'A')), "");
  EXPECT_EQ(sri_of_hex(std::string(63, 'a') + "g"), "");
}

}  // namespace
}  // namespace cordon::inventory
