#include "inventory/npm/repeated_id.h"

#include <gtest/gtest.h>

#include <set>

namespace cordon::inventory::npm {
namespace {

TEST(RepeatedId, NoTwoTextsAndUsesComeToTheSame) {
  std::set<std::string> ids;
  for (const char* text : {"a", "a#1", "a#2", "a#2#1", "a#", "#1", "1", ""})
    for (std::uint32_t use = 1; use <= 3; ++use) {
      std::string id = text;
      number_repeated(id, use);
      EXPECT_TRUE(ids.insert(id).second) << id;
    }
}

TEST(RepeatedId, TheFirstUseOfAnUsualIdStaysAsItIs) {
  std::string id = "a@1.0.0";
  number_repeated(id, 1);
  EXPECT_EQ(id, "a@1.0.0");
}

}  // namespace
}  // namespace cordon::inventory::npm
