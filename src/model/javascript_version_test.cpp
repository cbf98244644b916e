#include "model/javascript_version.h"

#include <gtest/gtest.h>

namespace cordon::model::javascript {
namespace {

VersionKey key(std::string_view text) { return version_key(text).value(); }

TEST(JavascriptVersion, TheOrderIsThatOfTheListOfWeakOnes) {
  const char* ascending[] = {"1.0RC2", "1.0",    "1.5.1.2",         "1.9.0b1", "1.9.0",         "1.10",
                             "3.RC3",  "3",      "3.0.0.1",         "3.12-a",  "3.12.0-beta.2", "3.12.0-rc.1",
                             "3.12",   "3.12.1", "15.0.0-canary.2", "15.0.0",  "999.0.0"};
  for (std::size_t i = 0; i < std::size(ascending); ++i)
    for (std::size_t k = 0; k < std::size(ascending); ++k)
      EXPECT_EQ(key(ascending[i]) <=> key(ascending[k]), i <=> k) << ascending[i] << " " << ascending[k];
}

TEST(JavascriptVersion, FieldsThatAreMissingAreZero) {
  EXPECT_EQ(key("4"), key("4.0.0"));
  EXPECT_EQ(key("4-0"), key("4"));
  EXPECT_EQ(key("1.02"), key("1.2"));
  EXPECT_LT(key("4.0.0-beta"), key("4"));
}

TEST(JavascriptVersion, WhatIsNoVersionIsRefused) {
  EXPECT_TRUE(version_key("1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16"));
  for (const char* text : {"", "v1", "beta", "1 2", "1\n", "1\x80", "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17"})
    EXPECT_EQ(version_key(text).error().code, ErrorCode::syntax) << text;
}

}  // namespace
}  // namespace cordon::model::javascript
