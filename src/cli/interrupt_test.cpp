#include "cli/interrupt.h"

#include <gtest/gtest.h>

#include <csignal>

namespace cordon::cli {
namespace {

// In a process of its own: what is caught stays so.
TEST(Interrupt, TheFirstIsNotedAndTheSecondEnds) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        catch_interrupts();
        if (interrupted()) std::_Exit(1);
        std::raise(SIGINT);
        if (!interrupted()) std::_Exit(2);
        std::raise(SIGINT);
        std::_Exit(3);
      },
      ::testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace cordon::cli
