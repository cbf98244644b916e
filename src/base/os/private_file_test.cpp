#include "base/os/private_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace cordon::os {
namespace {

class PrivateFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "private_file_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string at(const char* name) const { return folder_ + "/" + name; }
  static std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string folder_;
};

TEST_F(PrivateFile, IsReadableByItsOwnerOnly) {
  const mode_t before = ::umask(0);
  const auto made = make_private_file(at("key"), "secret\n");
  ::umask(before);
  ASSERT_TRUE(made);
  struct stat facts{};
  ASSERT_EQ(::stat(at("key").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600u);
  EXPECT_EQ(content(at("key")), "secret\n");
}

TEST_F(PrivateFile, IsNeverWrittenOver) {
  ASSERT_TRUE(make_private_file(at("key"), "first"));
  EXPECT_EQ(make_private_file(at("key"), "second").error().code, ErrorCode::invalid_value);
  EXPECT_EQ(content(at("key")), "first");
  std::filesystem::create_symlink(at("elsewhere"), at("link"));
  EXPECT_EQ(make_private_file(at("link"), "second").error().code, ErrorCode::invalid_value);
  EXPECT_FALSE(std::filesystem::exists(at("elsewhere")));
  EXPECT_EQ(make_private_file(at("no/key"), "x").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::os
