#include "cli/age.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

TEST(Age, IsReadAsPeopleWriteIt) {
  EXPECT_EQ(seconds_of_age("3d").value(), 259'200);
  EXPECT_EQ(seconds_of_age("12h").value(), 43'200);
  EXPECT_EQ(seconds_of_age("30m").value(), 1'800);
  EXPECT_EQ(seconds_of_age("0").value(), 0);
  EXPECT_EQ(seconds_of_age("0d").value(), 0);
}

TEST(Age, RefusesWhatIsNone) {
  for (const char* text : {"", "d", "3", "3 d", "-1d", "3w", "10001d", "99999999999999999999d", "0x", "3dd"})
    EXPECT_EQ(seconds_of_age(text).error().code, ErrorCode::usage) << text;
}

}  // namespace
}  // namespace cordon::cli
