#include "cli/event_lines.h"

#include <gtest/gtest.h>

#include "bus/testing.h"

namespace cordon::cli {
namespace {

TEST(EventLines, AreWrittenWhenTheyAreFlushed) {
  EventLines lines;
  const model::Event event = bus::exec_event(0, "/bin/sh", {"sh"});
  testing::internal::CaptureStdout();
  ASSERT_TRUE(lines.put(event));
  ASSERT_TRUE(lines.put(event));
  ASSERT_TRUE(lines.flush());
  ASSERT_TRUE(lines.flush());
  EXPECT_EQ(testing::internal::GetCapturedStdout(), bus::to_line(event) + "\n" + bus::to_line(event) + "\n");
}

}  // namespace
}  // namespace cordon::cli
