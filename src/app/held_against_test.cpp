#include "app/held_against.h"

#include <gtest/gtest.h>

#include "base/sha1.h"
#include "crypto/sha512.h"
#include "model/integrity.h"

namespace cordon::app {
namespace {

TEST(HeldAgainst, TheStrongestDigestDecides) {
  using model::DigestAlgorithm;
  const std::string strong = model::integrity_of_hex(DigestAlgorithm::sha512, crypto::sha512_hex("bytes"));
  const std::string weak = model::integrity_of_hex(DigestAlgorithm::sha1, sha1_hex("bytes"));
  EXPECT_TRUE(has_integrity("bytes", strong));
  EXPECT_TRUE(has_integrity("bytes", weak));
  EXPECT_FALSE(has_integrity("other", strong + " " + weak));
  const std::string wrong = model::integrity_of_hex(DigestAlgorithm::sha512, crypto::sha512_hex("other"));
  EXPECT_FALSE(has_integrity("bytes", wrong + " " + weak));
  EXPECT_FALSE(has_integrity("bytes", ""));
}

}  // namespace
}  // namespace cordon::app
