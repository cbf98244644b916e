#include "inventory/npm/yarn_integrity.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

using Words = std::vector<std::string>;

TEST(YarnIntegrity, SplitsAtWhiteSpace) {
  EXPECT_EQ(split_integrity("sha512-a sha1-b"), (Words{"sha512-a", "sha1-b"}));
  EXPECT_EQ(split_integrity(" \t sha512-a  \r\nsha1-b "), (Words{"sha512-a", "sha1-b"}));
  EXPECT_TRUE(split_integrity("  ").empty());
  EXPECT_TRUE(split_integrity("").empty());
}

// The expected string is that of: printf '' | openssl dgst -sha1 -binary | base64
TEST(YarnIntegrity, TurnsTheDigestBehindAnAddressIntoSri) {
  constexpr std::string_view kWant = "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
  EXPECT_EQ(integrity_of_fragment("https://registry.example.test/a/-/a-1.tgz#da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            kWant);
  EXPECT_EQ(integrity_of_fragment("a-1.tgz#DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"), kWant);
}

TEST(YarnIntegrity, OtherFragmentsAreNoDigest) {
  for (const char* text : {"", "a-1.tgz", "a-1.tgz#", "a-1.tgz#da39a3ee", "a#v1.0.0",
                           "a#ga39a3ee5e6b4b0d3255bfef95601890afd80709", "a#da39a3ee5e6b4b0d3255bfef95601890afd807090"})
    EXPECT_EQ(integrity_of_fragment(text), "") << text;
}

}  // namespace
}  // namespace cordon::inventory::npm
