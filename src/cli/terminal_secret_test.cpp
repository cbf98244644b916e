#include "cli/terminal_secret.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <thread>

#include "base/os/file_descriptor.h"
#include "base/os/write_all.h"

namespace cordon::cli {
namespace {

// A terminal of the test's own: what is written to `keyboard` is typed on it.
class TerminalSecret : public ::testing::Test {
 protected:
  void SetUp() override {
    keyboard_ = os::FileDescriptor(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!keyboard_.valid()) GTEST_SKIP() << "no pseudo terminals here";
    ASSERT_EQ(::grantpt(keyboard_.get()), 0);
    ASSERT_EQ(::unlockpt(keyboard_.get()), 0);
    terminal_ = os::FileDescriptor(::open(::ptsname(keyboard_.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
    ASSERT_TRUE(terminal_.valid());
  }

  std::string shown(std::size_t bytes) const {
    std::string out;
    while (out.size() < bytes) {
      char c = 0;
      if (::read(keyboard_.get(), &c, 1) != 1) break;
      out += c;
    }
    return out;
  }

  // What is typed once the question stands on the screen: whatever was typed before is thrown away.
  Result<crypto::Secret> typed(std::string_view keys) const {
    std::thread typist([this, keys] {
      EXPECT_EQ(shown(10), "password: ");
      EXPECT_TRUE(os::write_all(keyboard_.get(), keys));
    });
    Result<crypto::Secret> out = read_terminal_secret(terminal_.get(), "password: ");
    typist.join();
    return out;
  }

  os::FileDescriptor keyboard_, terminal_;
};

TEST_F(TerminalSecret, IsReadWithoutBeingShown) {
  EXPECT_EQ(typed("correct horse\r").value().text(), "correct horse");
  EXPECT_EQ(shown(2), "\r\n");  // the end of the line is all that came after the question
}

TEST_F(TerminalSecret, MistakesAreCorrected) {
  EXPECT_EQ(typed("cat\x7f\x7fow\b\bar\n").value().text(), "car");
  shown(2);
  EXPECT_EQ(typed("wrong\x15right\n").value().text(), "right");
  shown(2);
  EXPECT_EQ(typed("a\xC3\xA4\x7fz\n").value().text(), "az");
  shown(2);
  EXPECT_EQ(typed("\x7f\x7f\n").value().text(), "");
}

TEST_F(TerminalSecret, IsBrokenOffAndTheTerminalIsAsBefore) {
  termios before{}, after{};
  ASSERT_EQ(::tcgetattr(terminal_.get(), &before), 0);
  EXPECT_EQ(typed("abc\x03").error().code, ErrorCode::usage);
  shown(2);
  EXPECT_EQ(typed("\x04").error().code, ErrorCode::usage);
  ASSERT_EQ(::tcgetattr(terminal_.get(), &after), 0);
  EXPECT_EQ(before.c_lflag, after.c_lflag);
}

TEST(TerminalSecretNone, WhatIsNoTerminalIsRefused) {
  const os::FileDescriptor file(::open("/dev/null", O_RDWR | O_CLOEXEC));
  EXPECT_EQ(read_terminal_secret(file.get(), "x").error().code, ErrorCode::usage);
}

}  // namespace
}  // namespace cordon::cli
