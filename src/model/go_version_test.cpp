#include "model/go_version.h"

#include <gtest/gtest.h>

namespace cordon::model::go {
namespace {

VersionKey key(std::string_view text) {
  VersionKey out;
  put_key(out, parse_version(text).value());
  return out;
}

TEST(GoVersion, TheLetterMayBeMissing) {
  EXPECT_EQ(key("v1.2.3"), key("1.2.3"));
  EXPECT_EQ(parse_version("v1.2.3-rc.1+meta")->prerelease, "rc.1");
}

TEST(GoVersion, MissingNumbersAreZeroUnlessSomethingFollows) {
  EXPECT_EQ(key("v1"), key("1.0.0"));
  EXPECT_EQ(key("v1.2"), key("1.2.0"));
  EXPECT_FALSE(parse_version("v1.2-rc1"));
  EXPECT_FALSE(parse_version("v1+meta"));
}

TEST(GoVersion, RefusesWhatGoRefuses) {
  for (const char* text : {"", "v", "vv1.2.3", "v01.2.3", "v1.02", "v1.2.3-01", "v1.2.3-", "v1.2.3.4", "go1.21",
                           "v1.2.3 ", "v1.", "v1.2.", "1.21rc2"}) {
    const auto version = parse_version(text);
    ASSERT_FALSE(version) << text;
    EXPECT_EQ(version.error().code, ErrorCode::syntax) << text;
  }
}

TEST(GoVersion, APseudoVersionStandsBetweenTheReleasesItNames) {
  const char* ascending[] = {"v0.0.0-20170915032832-14c0d48ead0c",
                             "v1.2.3-pre",
                             "v1.2.3-pre.0.20191109021931-daa7c04131f5",
                             "v1.2.3",
                             "v1.2.4-0.20191109021931-daa7c04131f5",
                             "v1.2.4-0.20200101000000-aaaaaaaaaaaa",
                             "v1.2.4",
                             "v2.0.0-20180818164646-67afb5ed74ec+incompatible",
                             "v2.0.0+incompatible",
                             "v10.0.0"};
  for (std::size_t i = 0; i < std::size(ascending); ++i)
    for (std::size_t k = 0; k < std::size(ascending); ++k)
      EXPECT_EQ(key(ascending[i]) <=> key(ascending[k]), i <=> k) << ascending[i] << " " << ascending[k];
}

TEST(GoVersion, BuildMetadataHasNoPlaceInTheOrder) { EXPECT_EQ(key("v2.0.0+incompatible"), key("v2.0.0")); }

}  // namespace
}  // namespace cordon::model::go
