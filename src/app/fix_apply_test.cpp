#include "app/fix_apply.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/os/file_lock.h"

namespace cordon::app {
namespace {

class FixApply : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/cordon-apply-XXXXXX";
    folder_ = ::mkdtemp(name);
    for (const char* file : {"a", "b"}) {
      const std::string path = folder_ + "/" + file;
      std::ofstream(path) << "old " << file;
      files_.push_back({path, std::string("old ") + file, std::string("new ") + file, backup_of(path)});
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  static std::string content(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string folder_;
  std::vector<FileToWrite> files_;
};

TEST_F(FixApply, WritesAllFilesAndKeepsTheOldOnes) {
  ASSERT_TRUE(write_all_or_none(files_));
  for (const FileToWrite& file : files_) {
    EXPECT_EQ(content(file.path), file.after);
    EXPECT_EQ(content(file.backup), file.before);
  }
}

TEST_F(FixApply, WritesNothingWhereOneFileCannotBeChanged) {
  ::chmod(files_[1].path.c_str(), 0444);
  EXPECT_EQ(write_all_or_none(files_).error().code, ErrorCode::permission_denied);
  EXPECT_EQ(content(files_[0].path), "old a");
  EXPECT_FALSE(std::filesystem::exists(files_[0].backup));
}

TEST_F(FixApply, WritesNothingWhereABackupIs) {
  std::ofstream(files_[1].backup) << "precious";
  EXPECT_EQ(write_all_or_none(files_).error().code, ErrorCode::invalid_value);
  EXPECT_EQ(content(files_[0].path), "old a");
  EXPECT_EQ(content(files_[1].backup), "precious");
}

TEST_F(FixApply, KeepsTheOldestAndNumbersTheNext) {
  const std::string path = files_[0].path;
  EXPECT_EQ(last_backup_of(path), "");
  ASSERT_TRUE(write_all_or_none(files_));
  EXPECT_EQ(last_backup_of(path), path + ".cordon-backup");
  ASSERT_TRUE(write_all_or_none({{path, "new a", "newest a", backup_of(path)}}));
  EXPECT_EQ(last_backup_of(path), path + ".cordon-backup.2");
  EXPECT_EQ(content(path + ".cordon-backup"), "old a");
  EXPECT_EQ(content(path + ".cordon-backup.2"), "new a");
  EXPECT_EQ(backup_of(path), path + ".cordon-backup.3");
}

TEST_F(FixApply, PutsBackWhatItChangedWhenALaterFileFails) {
  files_[1].path = files_[0].path;  // changed by the time it is its turn
  files_[1].before = files_[0].before;
  EXPECT_EQ(write_all_or_none(files_).error().code, ErrorCode::refused);
  EXPECT_EQ(content(files_[0].path), "old a");
  EXPECT_FALSE(std::filesystem::exists(files_[0].backup));
}

TEST_F(FixApply, LeavesAFolderToWhoeverIsAtIt) {
  const auto lock = os::FileLock::take_folder(folder_, false);
  ASSERT_TRUE(lock);
  EXPECT_EQ(write_all_or_none(files_).error().code, ErrorCode::unavailable);
  EXPECT_EQ(content(files_[0].path), "old a");
}

}  // namespace
}  // namespace cordon::app
