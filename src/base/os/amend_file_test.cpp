#include "base/os/amend_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace cordon::os {
namespace {

class AmendFile : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/cordon-amend-XXXXXX";
    folder_ = ::mkdtemp(name);
    path_ = folder_ + "/package-lock.json";
    std::ofstream(path_) << "old";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  static std::string content(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
  }
  std::string folder_, path_;
};

TEST_F(AmendFile, ReplacesTheContentAndKeepsModeAndTheOldFile) {
  ::chmod(path_.c_str(), 0640);
  ASSERT_TRUE(amend_file(path_, sha256("old"), "new", path_ + ".bak"));
  EXPECT_EQ(content(path_), "new");
  EXPECT_EQ(content(path_ + ".bak"), "old");
  struct stat facts{};
  ::stat(path_.c_str(), &facts);
  EXPECT_EQ(facts.st_mode & 07777, 0640u);
  EXPECT_EQ(files(), 2u);
}

TEST_F(AmendFile, KeepsNoCopyWhereNoneIsWanted) {
  ::chmod(path_.c_str(), 0600);
  ASSERT_TRUE(amend_file(path_, sha256("old"), "new", ""));
  EXPECT_EQ(content(path_), "new");
  struct stat facts{};
  ::stat(path_.c_str(), &facts);
  EXPECT_EQ(facts.st_mode & 07777, 0600u);
  EXPECT_EQ(amend_file(path_, sha256("old"), "newer", "").error().code, ErrorCode::refused);
  EXPECT_EQ(content(path_), "new");
  EXPECT_EQ(files(), 1u);
}

TEST_F(AmendFile, NeverWritesOverABackup) {
  std::ofstream(path_ + ".bak") << "precious";
  EXPECT_EQ(amend_file(path_, sha256("old"), "new", path_ + ".bak").error().code, ErrorCode::invalid_value);
  EXPECT_EQ(content(path_), "old");
  EXPECT_EQ(content(path_ + ".bak"), "precious");
}

TEST_F(AmendFile, LeavesAFileThatSomebodyChangedMeanwhile) {
  EXPECT_EQ(amend_file(path_, sha256("other"), "new", path_ + ".bak").error().code, ErrorCode::refused);
  EXPECT_EQ(content(path_), "old");
  EXPECT_EQ(files(), 1u);
}

TEST_F(AmendFile, LeavesAFileThatIsReadOnly) {
  ::chmod(path_.c_str(), 0444);
  EXPECT_EQ(check_amendable(path_, sha256("old")).error().code, ErrorCode::permission_denied);
  EXPECT_EQ(amend_file(path_, sha256("old"), "new", path_ + ".bak").error().code, ErrorCode::permission_denied);
  EXPECT_EQ(content(path_), "old");
  EXPECT_EQ(files(), 1u);
}

TEST_F(AmendFile, ChangesNothingThroughALink) {
  const std::string link = folder_ + "/link";
  std::filesystem::create_symlink(path_, link);
  EXPECT_EQ(amend_file(link, sha256("old"), "new", link + ".bak").error().code, ErrorCode::not_a_regular_file);
  EXPECT_EQ(content(path_), "old");
  EXPECT_EQ(amend_file(folder_, sha256("old"), "new", link + ".bak").error().code, ErrorCode::not_a_regular_file);
  EXPECT_EQ(amend_file(folder_ + "/none", sha256("old"), "new", link + ".bak").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::os
