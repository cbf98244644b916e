#include "app/archive_digest.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

// Of "abc": FIPS 180-4's examples, in base64.
constexpr const char* kSha1 = "sha1-qZk+NkcGgWq6PiVxeFDCbJzQ2J0=";
constexpr const char* kSha512 =
    "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";

TEST(ArchiveDigest, HoldsBytesAgainstTheStrongestDigest) {
  EXPECT_TRUE(is_archive_of(kSha1, "abc"));
  EXPECT_TRUE(is_archive_of(kSha512, "abc"));
  EXPECT_FALSE(is_archive_of(kSha512, "abd"));
  // The weaker one counts for nothing beside a stronger one that differs.
  EXPECT_FALSE(is_archive_of(std::string(kSha1) + " sha512-AA==", "abc"));
  EXPECT_FALSE(is_archive_of("", "abc"));
}

}  // namespace
}  // namespace cordon::app
