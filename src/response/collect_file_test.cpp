#include "response/collect_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "base/sha256.h"
#include "response/testing.h"

namespace cordon::response {
namespace {

namespace fs = std::filesystem;

TEST(CollectFile, CopiesUnderTheNameOfWhatItHolds) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.write("evidence.log", "one\ntwo\n");
  const Result<model::CaseFile> file = collect_file(path, folder / "");
  ASSERT_TRUE(file) << file.error().describe();
  EXPECT_EQ(file->sha256, sha256_hex("one\ntwo\n"));
  EXPECT_EQ(file->size, 8u);
  EXPECT_EQ(file->path, path);
  EXPECT_FALSE(file->changed);
  EXPECT_EQ(file->before, file->after);
  EXPECT_EQ(testing::read(folder / file->sha256), "one\ntwo\n");
  EXPECT_FALSE(fs::exists(folder / "incoming"));
}

TEST(CollectFile, NotesWhatTheSystemSaysOfTheOriginal) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.write("evidence", "x");
  struct stat facts{};
  ASSERT_EQ(::stat(path.c_str(), &facts), 0);
  const Result<model::CaseFile> file = collect_file(path, folder / "");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->before.inode, facts.st_ino);
  EXPECT_EQ(file->before.mode, facts.st_mode);
  EXPECT_EQ(file->before.uid, facts.st_uid);
  EXPECT_EQ(file->before.size, 1u);
  EXPECT_EQ(file->before.mtime_ns, facts.st_mtim.tv_sec * 1'000'000'000 + facts.st_mtim.tv_nsec);
}

TEST(CollectFile, MakesCopiesThatOnlyTheirOwnerReadsAndNobodyRuns) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.write("script", "#!/bin/sh\n");
  fs::permissions(path, fs::perms::all);
  const Result<model::CaseFile> file = collect_file(path, folder / "");
  ASSERT_TRUE(file);
  EXPECT_EQ(fs::status(folder / file->sha256).permissions(), fs::perms::owner_read);
}

TEST(CollectFile, TellsAFileThatChangedWhileItWasRead) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.write("growing", std::string(4u << 20, 'x'));
  std::atomic<bool> done = false;
  std::thread writer([&] {
    std::ofstream file(path, std::ios::app);
    while (!done) file << 'y' << std::flush;
  });
  // The writer may be slow to begin: what is asserted holds once it has.
  bool changed = false;
  for (int i = 0; i < 1'000 && !changed; ++i) {
    const Result<model::CaseFile> file = collect_file(path, folder / "");
    changed = file && file->changed;
  }
  done = true;
  writer.join();
  EXPECT_TRUE(changed);
}

TEST(CollectFile, RefusesWhatIsNoFileAndLeavesNothing) {
  const testing::TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
  ASSERT_TRUE(fs::create_directory(folder / "files"));
  for (const char* name : {"fifo", "files"}) {
    const Result<model::CaseFile> file = collect_file(folder / name, folder / "files");
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::not_a_regular_file);
  }
  EXPECT_EQ(collect_file(folder / "absent", folder / "files").error().code, ErrorCode::not_found);
  EXPECT_TRUE(fs::is_empty(folder / "files"));
}

TEST(CollectFile, RefusesWhatIsTooLargeAndLeavesNothing) {
  const testing::TemporaryFolder folder;
  ASSERT_TRUE(fs::create_directory(folder / "files"));
  const Result<model::CaseFile> file = collect_file(folder.write("large", "0123456789"), folder / "files", 9);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::too_large);
  EXPECT_TRUE(fs::is_empty(folder / "files"));
}

TEST(CollectFile, PassesOverWhatAnInterruptedAdditionLeft) {
  const testing::TemporaryFolder folder;
  folder.write("incoming", "half of");
  const Result<model::CaseFile> file = collect_file(folder.write("evidence", "whole"), folder / "");
  ASSERT_TRUE(file) << file.error().describe();
  EXPECT_EQ(testing::read(folder / file->sha256), "whole");
}

}  // namespace
}  // namespace cordon::response
