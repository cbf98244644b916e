#include "base/os/mapped_file.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>

#include "base/os/replace_file.h"

namespace cordon::os {
namespace {

namespace fs = std::filesystem;

class MappedFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-mapped-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string at(const char* name) const { return folder_ + "/" + name; }
  std::string folder_;
};

ErrorCode refused(const std::string& path) {
  const auto mapped = MappedFile::open(path);
  EXPECT_FALSE(mapped);
  return mapped ? ErrorCode::internal : mapped.error().code;
}

TEST_F(MappedFileTest, HoldsTheContentAlsoAfterTheFileIsReplaced) {
  ASSERT_TRUE(replace_file(at("f"), "old"));
  const auto mapped = MappedFile::open(at("f"));
  ASSERT_TRUE(mapped);
  ASSERT_TRUE(replace_file(at("f"), "newer"));
  EXPECT_EQ(mapped->content(), "old");
  EXPECT_EQ(MappedFile::open(at("f"))->content(), "newer");
}

TEST_F(MappedFileTest, AnEmptyFileIsEmpty) {
  ASSERT_TRUE(replace_file(at("f"), ""));
  EXPECT_EQ(MappedFile::open(at("f"))->content(), "");
}

TEST_F(MappedFileTest, RefusesWhatIsNoRegularFile) {
  EXPECT_EQ(refused(at("absent")), ErrorCode::not_found);
  EXPECT_EQ(refused(folder_), ErrorCode::not_a_regular_file);
  ASSERT_EQ(::mkfifo(at("fifo").c_str(), 0600), 0);
  EXPECT_EQ(refused(at("fifo")), ErrorCode::not_a_regular_file);
}

}  // namespace
}  // namespace cordon::os
