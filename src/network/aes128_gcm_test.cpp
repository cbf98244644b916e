#include "network/aes128_gcm.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

using testing::unhex;

AesBlock block(std::string_view digits) {
  AesBlock out{};
  std::ranges::copy(unhex(digits), out.begin());
  return out;
}

GcmNonce nonce(std::string_view digits) {
  GcmNonce out{};
  std::ranges::copy(unhex(digits), out.begin());
  return out;
}

TEST(Aes128Gcm, EncryptsBlocksAsTheStandardShows) {
  // FIPS 197, appendices B and C.1.
  EXPECT_EQ(Aes128(block("2b7e151628aed2a6abf7158809cf4f3c")).encrypt(block("3243f6a8885a308d313198a2e0370734")),
            block("3925841d02dc09fbdc118597196a0b32"));
  EXPECT_EQ(Aes128(block("000102030405060708090a0b0c0d0e0f")).encrypt(block("00112233445566778899aabbccddeeff")),
            block("69c4e0d86a7b0430d8cdb78070b4c55a"));
}

TEST(Aes128Gcm, SealsAndOpensAsTheProposalOfGcmShows) {
  // "The Galois/Counter Mode of Operation", test cases 1, 2 and 4.
  const Aes128 zero{AesBlock{}};
  EXPECT_EQ(seal_gcm(zero, GcmNonce{}, "", ""), unhex("58e2fccefa7e3061367f1d57a4e7455a"));
  EXPECT_EQ(seal_gcm(zero, GcmNonce{}, "", std::string(16, '\0')),
            unhex("0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"));
  const Aes128 cipher(block("feffe9928665731c6d6a8f9467308308"));
  const std::string plain = unhex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c9595680953"
      "2fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  const std::string associated = unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const std::string sealed = seal_gcm(cipher, nonce("cafebabefacedbaddecaf888"), associated, plain);
  EXPECT_EQ(sealed, unhex("42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5a"
                          "ac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47"));
  EXPECT_EQ(open_gcm(cipher, nonce("cafebabefacedbaddecaf888"), associated, sealed), plain);
}

TEST(Aes128Gcm, OpensNothingOfWhichOneBitIsOther) {
  const Aes128 cipher(block("feffe9928665731c6d6a8f9467308308"));
  const std::string sealed = seal_gcm(cipher, {}, "header", "what is said");
  EXPECT_EQ(open_gcm(cipher, {}, "header", sealed), "what is said");
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string other = sealed;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ 1 << bit % 8);
    EXPECT_FALSE(open_gcm(cipher, {}, "header", other)) << bit;
  }
  EXPECT_FALSE(open_gcm(cipher, {}, "Header", sealed));
  EXPECT_FALSE(open_gcm(cipher, {}, "header", sealed.substr(0, 15)));
}

}  // namespace
}  // namespace cordon::network
