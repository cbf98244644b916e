#include "net/stated_digest.h"

#include <gtest/gtest.h>

namespace cordon::net {
namespace {

// SHA-256 of "hello" and its CRC-32C, by other programs.
constexpr std::string_view kSha = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
constexpr std::string_view kCrc = "mnG7TA==";

TEST(StatedDigest, EachHeaderIsReadInItsOwnForm) {
  const auto repr = stated_digests("repr-digest", "sha-512=:AAAA:, sha-256=:" + std::string(kSha) + ":");
  ASSERT_EQ(repr.size(), 1u);
  EXPECT_EQ(repr[0].algorithm, "sha-256");
  EXPECT_EQ(repr[0].value, kSha);
  const auto old = stated_digests("digest", "SHA-256=" + std::string(kSha));
  ASSERT_EQ(old.size(), 1u);
  EXPECT_EQ(old[0].value, kSha);
  const auto store = stated_digests("x-goog-hash", "crc32c=" + std::string(kCrc) + ",md5=CS9tHYTtyFntzj7B9nkkJQ==\r");
  ASSERT_EQ(store.size(), 1u);
  EXPECT_EQ(store[0].algorithm, "crc32c");
  EXPECT_TRUE(stated_digests("etag", "sha-256=x").empty());
  EXPECT_TRUE(stated_digests("repr-digest", "sha-256=unquoted, nothing").empty());
}

TEST(StatedDigest, ABodyWithAnotherDigestIsRefused) {
  EXPECT_TRUE(check_digests("hello", {{"sha-256", std::string(kSha)}, {"crc32c", std::string(kCrc)}}).has_value());
  EXPECT_EQ(check_digests("hullo", {{"sha-256", std::string(kSha)}}).error().code, ErrorCode::invalid_value);
  EXPECT_EQ(check_digests("hullo", {{"crc32c", std::string(kCrc)}}).error().code, ErrorCode::invalid_value);
  EXPECT_TRUE(check_digests("anything", {}).has_value());
}

}  // namespace
}  // namespace cordon::net
