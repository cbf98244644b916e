#include "base/os/file_lock.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

namespace cordon::os {
namespace {

TEST(FileLock, OneAtATimeAndAKilledHolderHoldsNothing) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("cordon-lock-" + std::to_string(::getpid()))).string();
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto held = FileLock::take(path, false);
    const char told = held ? 'y' : 'n';
    if (::write(ready[1], &told, 1) == 1) ::pause();
    ::_exit(0);
  }
  char told = 0;
  ASSERT_EQ(::read(ready[0], &told, 1), 1);
  EXPECT_EQ(told, 'y');
  EXPECT_EQ(FileLock::take(path, false).error().code, ErrorCode::unavailable);
  ::kill(child, SIGKILL);
  const auto next = FileLock::take(path, true);  // waits for the end of the other
  EXPECT_TRUE(next);
  ::waitpid(child, nullptr, 0);
  std::filesystem::remove(path);
}

TEST(FileLock, AFolderThatIsNotThereIsAnError) {
  EXPECT_EQ(FileLock::take("/nowhere/at/all", false).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::os
