#include "host/sensor/file_watch.h"

#include <gtest/gtest.h>

namespace cordon::host {
namespace {

TEST(FileWatch, IsNothingUntilItIsStarted) {
  FileWatch watch;
  watch.want(true);
  EXPECT_EQ(watch.state(std::chrono::milliseconds(10)).since_ns, 0u);
  EXPECT_EQ(watch.state().why_not, "");
}

}  // namespace
}  // namespace cordon::host
