#include "base/percent.h"

#include <gtest/gtest.h>

namespace cordon {
namespace {

TEST(Percent, DecodesEitherLetterCase) {
  EXPECT_EQ(percent_decoded("%40scope%2Fa%2fb"), "@scope/a/b");
  EXPECT_EQ(percent_decoded(""), "");
}

TEST(Percent, DecodesOnce) { EXPECT_EQ(percent_decoded("%2540"), "%40"); }

TEST(Percent, LeavesWhatIsNoEncodingAlone) {
  EXPECT_EQ(percent_decoded("100%"), "100%");
  EXPECT_EQ(percent_decoded("%4"), "%4");
  EXPECT_EQ(percent_decoded("%zz%4g"), "%zz%4g");
}

}  // namespace
}  // namespace cordon
