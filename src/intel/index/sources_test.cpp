#include "intel/index/sources.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

TEST(Sources, ComeBackAsTheyWere) {
  const std::vector<IndexSource> sources = {
      {"all.zip", "advisories", 31'238, 2, 1'787'400'000, 0, "", "", 0, 0},
      {"https://osv.example.test/npm", "advisories", 1, 0, 0, 4'000'000'000, "\"a\\b\"", "osv-npm", 5, 6}};
  const auto again = read_sources(write_sources(sources));
  ASSERT_TRUE(again) << again.error().describe();
  EXPECT_EQ(*again, sources);
  EXPECT_EQ(sources[0].current(), 1'787'400'000u);
  EXPECT_EQ(sources[1].current(), 4'000'000'000u);
}

TEST(Sources, WhatIsNoListOfThemIsRefused) {
  EXPECT_FALSE(read_sources("{}"));
  EXPECT_FALSE(read_sources("["));
  EXPECT_FALSE(read_sources(R"([{"name": "a", "kind": "b", "records": -1}])"));
  EXPECT_EQ(read_sources("[]")->size(), 0u);
}

TEST(Sources, OnesOfAnEarlierVersionHaveNoCursor) {
  const auto old = read_sources(R"([{"name": "a", "kind": "advisories", "records": 1, "etag": ""}])");
  ASSERT_TRUE(old);
  EXPECT_EQ((*old)[0].records, 1u);
  EXPECT_EQ((*old)[0].cursor, 0u);
}

}  // namespace
}  // namespace cordon::intel
