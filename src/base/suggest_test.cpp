#include "base/suggest.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace cordon {
namespace {

constexpr std::array<std::string_view, 4> kWords{"scan", "inventory", "doctor", "completion"};

TEST(Suggest, NamesTheNearestWord) {
  EXPECT_NE(did_you_mean("sacn", kWords).find("'scan'"), std::string::npos);
  EXPECT_NE(did_you_mean("inventroy", kWords).find("'inventory'"), std::string::npos);
  EXPECT_NE(did_you_mean("docter", kWords).find("'doctor'"), std::string::npos);
}

TEST(Suggest, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(did_you_mean("verify", kWords), "");
  EXPECT_EQ(did_you_mean("", kWords), "");
  EXPECT_EQ(did_you_mean(std::string(100'000, 'a'), kWords), "");
}

}  // namespace
}  // namespace cordon
