#include "base/clock.h"

#include <gtest/gtest.h>

#include <ctime>

namespace cordon {
namespace {

TEST(Clock, ADayBeginsAtMidnightUtc) {
  EXPECT_EQ(FixedClock(0).today(), "1970-01-01");
  EXPECT_EQ(FixedClock(1'774'915'199).today(), "2026-03-30");
  EXPECT_EQ(FixedClock(1'774'915'200).today(), "2026-03-31");
  EXPECT_EQ(FixedClock(1'774'915'200 + 86'399).today(), "2026-03-31");
}

TEST(Clock, AMachineWhoseClockStandsBeforeItsEpochIsInTheDayBefore) {
  EXPECT_EQ(FixedClock(-1).today(), "1969-12-31");
  EXPECT_EQ(FixedClock(-86'400).today(), "1969-12-31");
  EXPECT_EQ(FixedClock(-86'401).today(), "1969-12-30");
}

TEST(Clock, TheSystemsClockGoesWithTheSystem) {
  const std::int64_t before = std::time(nullptr);
  const std::int64_t now = system_clock().unix_seconds();
  EXPECT_LE(before, now);
  EXPECT_LE(now, std::time(nullptr));
  EXPECT_EQ(&system_clock(), &system_clock());
}

}  // namespace
}  // namespace cordon
