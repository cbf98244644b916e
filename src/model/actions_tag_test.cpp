#include "model/actions_tag.h"

#include <gtest/gtest.h>

namespace cordon::model::actions {
namespace {

VersionKey key(std::string_view text) {
  VersionKey out;
  put_key(out, parse_tag(text).value());
  return out;
}

TEST(ActionsTag, TagsAndTheVersionsOfAdvisoriesMeetInOneOrder) {
  const char* ascending[] = {"v1-beta",    "v1",   "1.0.1",  "v1.0.1.1", "v1.9",
                             "v1.10-rc.2", "1.10", "45.0.7", "v46",      "46.0.1"};
  for (std::size_t i = 0; i < std::size(ascending); ++i)
    for (std::size_t k = 0; k < std::size(ascending); ++k)
      EXPECT_EQ(key(ascending[i]) <=> key(ascending[k]), i <=> k) << ascending[i] << " " << ascending[k];
}

TEST(ActionsTag, MissingNumbersAreZero) {
  EXPECT_EQ(key("v4"), key("4.0.0"));
  EXPECT_EQ(key("v4.00"), key("4"));
  EXPECT_EQ(key("v0"), key("0.0.0"));
  EXPECT_EQ(key("1.2.3+build"), key("v1.2.3"));
  EXPECT_LT(key("v4.9"), key("v4.10"));
}

TEST(ActionsTag, ATagWithFewerThanThreeNumbersMoves) {
  EXPECT_FALSE(parse_tag("v4")->names_release);
  EXPECT_FALSE(parse_tag("v4.1")->names_release);
  EXPECT_TRUE(parse_tag("v4.1.2")->names_release);
  EXPECT_TRUE(parse_tag("4.1.2.3-rc1")->names_release);
}

TEST(ActionsTag, BranchesAndCommitsHaveNoPlaceInTheOrder) {
  for (const char* text : {"", "v", "main", "release/v1", "v1.x", "v1.", ".1", "v1.2.3-", "v1..2", "v1.2.3_1",
                           "0e58ed8671d6b60d0890c21b07f8835ace038e67"}) {
    const auto tag = parse_tag(text);
    ASSERT_FALSE(tag) << text;
    EXPECT_EQ(tag.error().code, ErrorCode::syntax) << text;
  }
}

}  // namespace
}  // namespace cordon::model::actions
