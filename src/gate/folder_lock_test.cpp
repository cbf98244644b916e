#include "gate/folder_lock.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>

namespace cordon::gate {
namespace {

class FolderLock : public testing::Test {
 protected:
  FolderLock() { std::filesystem::create_directory(folder_); }
  ~FolderLock() override {
    end_other();
    std::filesystem::remove_all(folder_);
  }

  Result<os::FileLock> take(bool for_command) {
    return take_folder(folder_, for_command, [this](const std::string& text) {
      told_ = text;
      if (when_told_) when_told_();
    });
  }

  // A process that has the folder until it is ended.
  void let_other_take(bool for_command) {
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    other_ = ::fork();
    if (other_ == 0) {
      const auto held = take_folder(folder_, for_command, {});
      const char word = held ? 'y' : 'n';
      if (::write(ready[1], &word, 1) == 1) ::pause();
      ::_exit(0);
    }
    char word = 0;
    ASSERT_EQ(::read(ready[0], &word, 1), 1);
    ASSERT_EQ(word, 'y');
  }

  void end_other() {
    if (other_ <= 0) return;
    ::kill(other_, SIGKILL);
    ::waitpid(other_, nullptr, 0);
    other_ = 0;
  }

  std::string folder_ =
      (std::filesystem::temp_directory_path() / ("cordon-folder-lock-" + std::to_string(::getpid()))).string();
  std::string told_;
  std::function<void()> when_told_;
  pid_t other_ = 0;
};

TEST_F(FolderLock, AServerWaitsForNobody) {
  for (const bool other_is_command : {false, true}) {
    let_other_take(other_is_command);
    const auto lock = take(false);
    ASSERT_FALSE(lock);
    EXPECT_EQ(lock.error().code, ErrorCode::unavailable);
    EXPECT_NE(lock.error().message.find("process " + std::to_string(other_)), std::string::npos)
        << lock.error().message;
    EXPECT_TRUE(told_.empty());
    end_other();
    EXPECT_TRUE(take(false));
  }
}

TEST_F(FolderLock, ACommandDoesNotWaitForAServer) {
  let_other_take(false);
  const auto lock = take(true);
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, ErrorCode::unavailable);
  EXPECT_TRUE(told_.empty());
}

TEST_F(FolderLock, ACommandWaitsForAnotherAndSaysSo) {
  let_other_take(true);
  const std::string name = "process " + std::to_string(other_);
  when_told_ = [this] { end_other(); };
  EXPECT_TRUE(take(true));
  EXPECT_NE(told_.find(name), std::string::npos) << told_;
}

TEST_F(FolderLock, ACommandDoesNotWaitForTheOneThatWaitsForIt) {
  const auto outer = take(true);
  ASSERT_TRUE(outer);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto inner = take_folder(folder_, true, {});
    ::_exit(!inner && inner.error().code == ErrorCode::unavailable &&
                    inner.error().message.find("already") != std::string::npos
                ? 0
                : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

TEST_F(FolderLock, ALockThatNobodySignedIsAnError) {
  const auto unsigned_lock = os::FileLock::take(folder_ + "/lock", false);
  ASSERT_TRUE(unsigned_lock);
  const auto lock = take(true);
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, ErrorCode::unavailable);
}

TEST_F(FolderLock, AFolderThatIsNotThereIsAnError) {
  EXPECT_EQ(take_folder(folder_ + "/absent", true, {}).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::gate
