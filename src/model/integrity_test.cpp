#include "model/integrity.h"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

// SHA-1 and SHA-512 of the empty text.
const std::string kSha1 = "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
const std::string kSha512 =
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";

TEST(Integrity, CanonicalHashesStayAsTheyAre) {
  const auto hashes = parse_integrity(kSha1 + " \n" + kSha512);
  ASSERT_EQ(hashes.size(), 2u);
  EXPECT_EQ(hashes[0].algorithm, DigestAlgorithm::sha1);
  EXPECT_EQ(hashes[0].sri, kSha1);
  EXPECT_TRUE(hashes[0].canonical);
  EXPECT_EQ(hashes[1].algorithm, DigestAlgorithm::sha512);
  EXPECT_EQ(hashes[1].sri, kSha512);
  EXPECT_TRUE(hashes[1].canonical);
}

TEST(Integrity, OptionsAreNoPartOfTheDigest) {
  const auto hashes = parse_integrity(kSha512 + "?foo");
  ASSERT_EQ(hashes.size(), 1u);
  EXPECT_EQ(hashes[0].sri, kSha512);
  EXPECT_TRUE(hashes[0].canonical);
}

TEST(Integrity, OtherSpellingsOfADigestAreTheSameDigest) {
  std::string url = kSha512;
  for (char& c : url.replace(0, 7, "SHA512-")) c = c == '+' ? '-' : c == '/' ? '_' : c;
  const std::string bare = kSha512.substr(0, kSha512.size() - 2);
  std::string loose = bare;
  loose.back() = 'h';  // the same but for bits that carry nothing
  for (const std::string& text : {url, bare, loose}) {
    const auto hashes = parse_integrity(text);
    ASSERT_EQ(hashes.size(), 1u) << text;
    EXPECT_EQ(hashes[0].sri, kSha512);
    EXPECT_FALSE(hashes[0].canonical);
  }
}

TEST(Integrity, WhatIsNoDigestOfItsAlgorithmHasNone) {
  for (const char* text : {"sha512-", "sha512-xx", "sha1-?x", "sha256-!jmj7l5rSw0yVb/vlWAYkK/YBwk="}) {
    const auto hashes = parse_integrity(text);
    ASSERT_EQ(hashes.size(), 1u) << text;
    EXPECT_TRUE(hashes[0].sri.empty());
    EXPECT_FALSE(hashes[0].canonical);
  }
}

TEST(Integrity, UnknownAlgorithmsAreLeftOut) {
  for (const char* text : {"", "  ", "md5-1B2M2Y8AsgTpgAmY7PhCfg==", "sha512", "-", "sha3-x"})
    EXPECT_TRUE(parse_integrity(text).empty()) << text;
}

TEST(Integrity, DigestsInHexadecimalBecomeCanonicalStrings) {
  EXPECT_EQ(integrity_of_hex(DigestAlgorithm::sha1, "2553649f2322049666871cea80a5d0d6adc700ca"),
            "sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=");
  EXPECT_EQ(
      integrity_of_hex(DigestAlgorithm::sha256, "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"),
      "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  EXPECT_EQ(integrity_of_hex(DigestAlgorithm::sha384, std::string(96, 'f')), "sha384-" + std::string(64, '/'));
  EXPECT_EQ(integrity_of_hex(DigestAlgorithm::sha512, std::string(128, 'f')), "sha512-" + std::string(85, '/') + "w==");
  EXPECT_TRUE(parse_integrity(integrity_of_hex(DigestAlgorithm::sha512, std::string(128, '7'))).front().canonical);
}

TEST(Integrity, OtherLengthsAndLettersAreNoDigest) {
  for (const std::string& hex : {std::string(), std::string(63, 'a'), std::string(65, 'a'), std::string(63, 'a') + "g"})
    EXPECT_EQ(integrity_of_hex(DigestAlgorithm::sha256, hex), "");
}

}  // namespace
}  // namespace cordon::model
