#include "base/date.h"

#include <gtest/gtest.h>

#include "base/clock.h"

namespace cordon {
namespace {

TEST(Date, CountsDaysSince1970) {
  EXPECT_EQ(days_of("1970-01-01"), 0);
  EXPECT_EQ(days_of("2000-03-01"), 11'017);
  EXPECT_EQ(days_of("2026-03-31"), 20'543);
  EXPECT_EQ(days_of("1969-12-31"), -1);
}

TEST(Date, ComesBackFromDays) {
  for (std::int64_t days = -200'000; days < 200'000; days += 13) EXPECT_EQ(days_of(date_of(days)), days);
}

TEST(Date, RefusesWhatIsNoDate) {
  for (const char* text : {"", "2026-3-31", "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
                           "2026/03/31", "2026-03-31 ", "20260-3-31", "2026-0331-", "abcd-ef-gh", "-001-01-01"})
    EXPECT_FALSE(is_date(text)) << text;
}

TEST(Date, TodayIsWhatTheClockSays) { EXPECT_EQ(FixedClock(20'543 * 86'400 + 7).today(), "2026-03-31"); }

TEST(Date, TimesAreRfc3339InUtc) {
  EXPECT_EQ(seconds_of("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(seconds_of("2026-03-31T00:21:58Z"), 1774916518);
  EXPECT_EQ(seconds_of("2026-03-31T00:21:58.123456789Z"), 1774916518);
  EXPECT_EQ(time_of(1774916518), "2026-03-31T00:21:58Z");
  EXPECT_EQ(time_of(-1), "1969-12-31T23:59:59Z");
}

TEST(Date, WhatIsNoTimeInUtcIsRefused) {
  for (const char* text :
       {"", "2026-03-31", "2026-03-31T00:21:58", "2026-03-31T00:21:58+01:00", "2026-02-30T00:00:00Z",
        "2026-03-31T24:00:00Z", "2026-03-31T00:60:00Z", "2026-03-31T00:00:61Z", "2026-03-31T00:00:00.Z",
        "2026-03-31T00:00:00.1x2Z", "2026-03-31 00:00:00Z", "2026-03-31T0a:00:00Z"})
    EXPECT_EQ(seconds_of(text), std::nullopt) << text;
}

}  // namespace
}  // namespace cordon
