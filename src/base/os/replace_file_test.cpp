#include "base/os/replace_file.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "base/os/mapped_file.h"

namespace cordon::os {
namespace {

namespace fs = std::filesystem;

class ReplaceFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-replace-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string at(const char* name) const { return folder_ + "/" + name; }
  std::string folder_;
};

TEST_F(ReplaceFileTest, RemovesWhatAKilledRunLeftAndFollowsNoLink) {
  std::ofstream(at("other")) << "untouched";
  fs::create_symlink(at("other"), at("f.new"));
  ASSERT_TRUE(replace_file(at("f"), "content"));
  EXPECT_EQ(MappedFile::open(at("other"))->content(), "untouched");
  EXPECT_FALSE(fs::exists(fs::symlink_status(at("f.new"))));
}

TEST_F(ReplaceFileTest, AFolderThatIsNotThereIsAnError) {
  const auto done = replace_file(at("absent/f"), "content");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::not_found);
}

TEST_F(ReplaceFileTest, AFileThatCannotBeReplacedStays) {
  fs::create_directory(at("f"));
  std::ofstream(at("f") + "/inside") << "x";
  EXPECT_FALSE(replace_file(at("f"), "content"));
  EXPECT_TRUE(fs::exists(at("f") + "/inside"));
  EXPECT_FALSE(fs::exists(at("f.new")));
}

}  // namespace
}  // namespace cordon::os
