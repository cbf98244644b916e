#include "detection/bounded.h"

#include <gtest/gtest.h>

namespace cordon::detection {
namespace {

TEST(BoundedMap, LetsTheFirstGoWhenItIsFull) {
  BoundedMap<int, int> map(2);
  *map.get(1).first = 10;
  *map.get(2).first = 20;
  EXPECT_FALSE(map.get(1).second);
  *map.get(3).first = 30;
  EXPECT_EQ(map.find(1), nullptr);
  EXPECT_EQ(*map.find(2), 20);
  EXPECT_EQ(map.size(), 2u);
  EXPECT_EQ(map.evicted(), 1u);
}

TEST(BoundedSet, CountsWhatDoesNotFit) {
  BoundedSet set(1);
  set.insert("a");
  set.insert("a");
  set.insert("b");
  EXPECT_TRUE(set.contains("a"));
  EXPECT_FALSE(set.contains("b"));
  EXPECT_EQ(set.refused(), 1u);
}

}  // namespace
}  // namespace cordon::detection
