#include "app/notifier.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

// Delivering is tested with what is delivered, in memory_test.cpp.
TEST(Notifier, WhatIsRememberedNowhereCannotBeDelivered) {
  auto notifier = Notifier::start("true", "/nowhere/at/all");
  ASSERT_TRUE(notifier);
  EXPECT_EQ(notifier->go().error().code, ErrorCode::io);
}

}  // namespace
}  // namespace cordon::app
