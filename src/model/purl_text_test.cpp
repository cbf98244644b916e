#include "model/purl_text.h"

#include <gtest/gtest.h>

namespace cordon::model {
namespace {

TEST(PurlForPeople, SaysNameAndVersion) {
  EXPECT_EQ(purl_for_people("pkg:npm/axios@1.14.1"), "axios 1.14.1");
  EXPECT_EQ(purl_for_people("pkg:npm/%40scope/name@1.0.0-b%2B1?repository_url=https://registry.example.test"),
            "@scope/name 1.0.0-b+1");
  EXPECT_EQ(purl_for_people("pkg:npm/%40scope/name"), "@scope/name");
  EXPECT_EQ(purl_for_people("pkg:npm/a%40b@1"), "a@b 1");  // an '@' of the name separates nothing
}

TEST(PurlForPeople, TakesWhatIsNoneAsItStands) {
  EXPECT_EQ(purl_for_people(""), "");
  EXPECT_EQ(purl_for_people("pkg:"), "");
  EXPECT_EQ(purl_for_people("pkg:npm"), "");
  EXPECT_EQ(purl_for_people("@a"), "@a");
  EXPECT_EQ(purl_for_people("pkg:npm/a%zz%4"), "a%zz%4");  // no two hexadecimal digits
}

TEST(PurlForPeople, ShowsWhatItHid) {
  EXPECT_EQ(purl_for_people("pkg:npm/a%E2%80%AEb@1%1B[31m"), "a<U+202E>b 1<U+001B>[31m");
}

TEST(PurlForPeople, LeavesOutQualifiersAndSubpath) {
  EXPECT_EQ(purl_for_people("pkg:npm/a@1#lib/x"), "a 1");
  EXPECT_EQ(purl_for_people("pkg:npm/a@1?x=y#lib/x"), "a 1");
}

}  // namespace
}  // namespace cordon::model
