#include "intel/index/sources.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

TEST(Sources, ComeBackAsTheyWere) {
  const std::vector<IndexSource> sources = {
      {"all.zip", "advisories", 31'238, 2, 1'787'400'000, 0, ""},
      {"https://osv.example.test/npm", "advisories", 1, 0, 0, 4'000'000'000, "\"a\\b\""}};
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

}  // namespace
}  // namespace cordon::intel
