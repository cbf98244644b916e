#include "model/semver_key.h"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

VersionKey key(std::string_view identifiers) {
  VersionKey out;
  put_prerelease(out, identifiers);
  return out;
}

// The examples of SemVer 2.0.0, section 11, and numbers beyond any integer.
TEST(SemverKey, PrereleasesHaveTheOrderOfSemVer) {
  const char* ascending[] = {
      "1",    "2", "99999999999999999999", "A", "alpha", "alpha.1", "alpha.beta", "alphab", "beta", "beta.2", "beta.11",
      "rc.1", ""};
  for (std::size_t i = 0; i < std::size(ascending); ++i)
    for (std::size_t k = 0; k < std::size(ascending); ++k)
      EXPECT_EQ(key(ascending[i]) <=> key(ascending[k]), i <=> k) << ascending[i] << " " << ascending[k];
}

}  // namespace
}  // namespace cordon::model
