#include "base/os/descriptor_limit.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace cordon::os {
namespace {

TEST(DescriptorLimit, IsRaisedAsFarAsTheSystemLets) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_GE(before.rlim_max, 120u);
  rlimit low = before;
  low.rlim_cur = 100;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(allow_descriptors(120), 120u);
  EXPECT_EQ(allow_descriptors(50), 120u);
  EXPECT_EQ(allow_descriptors(before.rlim_max), before.rlim_max);
  rlimit after{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_EQ(after.rlim_cur, before.rlim_max);
  EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
}

}  // namespace
}  // namespace cordon::os
