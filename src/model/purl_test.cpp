#include "model/purl.h"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

TEST(Purl, WritesNpmNames) {
  EXPECT_EQ(make_purl("npm", "axios", "1.14.1"), "pkg:npm/axios@1.14.1");
  EXPECT_EQ(make_purl("npm", "@babel/core", "7.0.0"), "pkg:npm/%40babel/core@7.0.0");
  EXPECT_EQ(make_purl("npm", "axios", ""), "pkg:npm/axios");
}

TEST(Purl, EncodesWhatIsReserved) {
  EXPECT_EQ(make_purl("npm", "a", "1.0.0+build"), "pkg:npm/a@1.0.0%2Bbuild");
  EXPECT_EQ(make_purl("npm", "a b\x1b", "1"), "pkg:npm/a%20b%1B@1");
}

TEST(Purl, SortsQualifiersAndLeavesOutEmptyOnes) {
  EXPECT_EQ(make_purl("npm", "a", "1", {{"vcs_url", "git+https://x.invalid/a.git#abc"}, {"arch", ""}, {"a", "b"}}),
            "pkg:npm/a@1?a=b&vcs_url=git%2Bhttps:%2F%2Fx.invalid%2Fa.git%23abc");
}

}  // namespace
}  // namespace cordon::model
