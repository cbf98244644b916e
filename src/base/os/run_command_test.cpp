#include "base/os/run_command.h"

#include <gtest/gtest.h>

namespace cordon::os {
namespace {

TEST(RunCommand, GivesTheInputAndTheExitCode) {
  EXPECT_EQ(*run_command("test \"$(cat)\" = 'some input'", "some input"), 0);
  EXPECT_EQ(*run_command("exit 7", ""), 7);
  EXPECT_EQ(*run_command("true", std::string(1 << 20, 'x')), 0);  // not read
  EXPECT_EQ(*run_command("kill -9 $$", ""), 128 + 9);
  EXPECT_EQ(*run_command("sleep 60", "", 1), 128 + 9);  // not waited for without end
  EXPECT_EQ(*run_command("no-such-command-at-all 2>/dev/null", ""), 127);
}

}  // namespace
}  // namespace cordon::os
