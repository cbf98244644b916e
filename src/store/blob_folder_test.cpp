#include "store/blob_folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace cordon::store {
namespace {

class BlobFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() / ("blob_folder_test_" + std::to_string(::getpid()));
    std::filesystem::remove_all(path_);
  }
  void TearDown() override { std::filesystem::remove_all(path_); }

  static void add(BlobFolder& folder, std::string_view content, const std::string& digest) {
    const std::string path = folder.path_for_new();
    std::ofstream(path) << content;
    ASSERT_TRUE(folder.keep(path, digest));
  }

  static std::string content_of(const Blob& blob) {
    std::string out(blob.size, '\0');
    EXPECT_EQ(::pread(blob.file->get(), out.data(), out.size(), 0), static_cast<ssize_t>(blob.size));
    return out;
  }

  std::filesystem::path path_;
  const std::string one_ = std::string(31, 'a') + "1", two_ = std::string(31, 'a') + "2";
};

TEST_F(BlobFolderTest, GivesBackWhatItKeeps) {
  auto folder = BlobFolder::open(path_);
  ASSERT_TRUE(folder);
  EXPECT_FALSE(*folder->find(one_));
  add(*folder, "first", one_);
  add(*folder, "second", two_);
  EXPECT_EQ(content_of(**folder->find(one_)), "first");
  EXPECT_EQ(content_of(**folder->find(two_)), "second");
  folder->remove(one_);
  EXPECT_FALSE(*folder->find(one_));
  struct stat facts{};
  ASSERT_EQ(::stat(path_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0700u);
}

TEST_F(BlobFolderTest, TakesNothingForADigestThatIsNone) {
  auto folder = BlobFolder::open(path_);
  ASSERT_TRUE(folder);
  for (const char* bad : {"", "../../../../etc/passwd", "aaaaaaaaaaaaaaaa/../b", "AAAAAAAAAAAAAAAAAAAA", "aaaa"}) {
    const auto found = folder->find(bad);
    ASSERT_FALSE(found) << bad;
    EXPECT_EQ(found.error().code, ErrorCode::invalid_value);
    const std::string path = folder->path_for_new();
    std::ofstream(path) << "x";
    const auto kept = folder->keep(path, bad);
    ASSERT_FALSE(kept) << bad;
    EXPECT_EQ(kept.error().code, ErrorCode::invalid_value);
    EXPECT_FALSE(std::filesystem::exists(path));
  }
}

TEST_F(BlobFolderTest, RemovesWhatAKilledWriterLeft) {
  std::string left;
  {
    auto folder = BlobFolder::open(path_);
    ASSERT_TRUE(folder);
    add(*folder, "first", one_);
    left = folder->path_for_new();
    std::ofstream(left) << "half";
  }
  const auto folder = BlobFolder::open(path_);
  ASSERT_TRUE(folder);
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_EQ(content_of(**folder->find(one_)), "first");
}

TEST_F(BlobFolderTest, FollowsNoLink) {
  auto folder = BlobFolder::open(path_);
  ASSERT_TRUE(folder);
  add(*folder, "first", one_);
  std::filesystem::remove(path_ / "aa" / one_.substr(2));
  std::filesystem::create_symlink("/etc/hostname", path_ / "aa" / one_.substr(2));
  EXPECT_FALSE(folder->find(one_));
}

TEST_F(BlobFolderTest, GivesUpWhatWasNotReadForLongest) {
  auto folder = BlobFolder::open(path_);
  ASSERT_TRUE(folder);
  add(*folder, std::string(1'000, 'x'), one_);
  add(*folder, std::string(1'000, 'y'), two_);
  const timespec times[2] = {{1, 0}, {1, 0}};
  ::utimensat(AT_FDCWD, (path_ / "aa" / one_.substr(2)).c_str(), times, 0);
  EXPECT_EQ(folder->shrink_to(2'000), 0u);
  EXPECT_EQ(folder->shrink_to(1'500), 1u);
  EXPECT_FALSE(*folder->find(one_));
  EXPECT_TRUE(*folder->find(two_));
}

}  // namespace
}  // namespace cordon::store
