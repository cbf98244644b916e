#include "cli/start_anew.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace cordon::cli {
namespace {

constexpr const char* kMark = "CORDON_TEST_STARTED_ANEW";
constexpr int kOpen = 9, kAnew = 42, kNotClosed = 43;

// The program that is started again is this one: it says so before any test runs.
const bool g_first = [] {
  if (std::getenv(kMark) != nullptr) ::_exit(::fcntl(kOpen, F_GETFD) < 0 ? kAnew : kNotClosed);
  return true;
}();

TEST(StartAnew, TheSameProcessRunsTheProgramAgainWithoutItsDescriptors) {
  ASSERT_TRUE(g_first);
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv(kMark, "1", 1);
    if (::dup2(STDERR_FILENO, kOpen) != kOpen) ::_exit(1);
    (void)start_anew();
    ::_exit(2);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == kAnew) << status;
}

}  // namespace
}  // namespace cordon::cli
