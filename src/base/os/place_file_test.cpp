#include "base/os/place_file.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/os/mapped_file.h"

namespace cordon::os {
namespace {

namespace fs = std::filesystem;

class PlaceFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-place-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    umask_ = ::umask(022);
  }
  void TearDown() override {
    ::umask(umask_);
    fs::remove_all(folder_);
  }
  std::string at(const char* name) const { return folder_ + "/" + name; }
  std::string content(const char* name) const { return std::string(MappedFile::open(at(name))->content()); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  std::string folder_;
  mode_t umask_ = 0;
};

TEST_F(PlaceFileTest, MakesAFileAndSaysWhetherItMayRun) {
  ASSERT_TRUE(place_file(at("text"), "a", false, Existing::kept));
  ASSERT_TRUE(place_file(at("script"), "b", true, Existing::kept));
  EXPECT_EQ(content("text") + content("script"), "ab");
  EXPECT_EQ(fs::status(at("text")).permissions(), fs::perms(0644));
  EXPECT_EQ(fs::status(at("script")).permissions(), fs::perms(0755));
  EXPECT_EQ(entries(), 2u);  // nothing beside them
}

TEST_F(PlaceFileTest, KeepsWhatIsThere) {
  std::ofstream(at("f")) << "old";
  fs::create_symlink("nowhere", at("link"));
  for (const char* name : {"f", "link"}) {
    const auto done = place_file(at(name), "new", false, Existing::kept);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::invalid_value);
  }
  EXPECT_EQ(content("f"), "old");
  EXPECT_TRUE(fs::is_symlink(at("link")));
  EXPECT_EQ(entries(), 2u);
}

TEST_F(PlaceFileTest, ReplacesTheNameAndNotWhatALinkLeadsTo) {
  std::ofstream(at("other")) << "untouched";
  fs::create_symlink(at("other"), at("f"));
  ASSERT_TRUE(place_file(at("f"), "new", false, Existing::replaced));
  EXPECT_EQ(content("other"), "untouched");
  EXPECT_EQ(content("f"), "new");
  EXPECT_FALSE(fs::is_symlink(at("f")));
}

TEST_F(PlaceFileTest, AFailureLeavesNothing) {
  EXPECT_EQ(place_file(at("absent/f"), "x", false, Existing::kept).error().code, ErrorCode::not_found);
  fs::create_directory(at("d"));
  EXPECT_FALSE(place_file(at("d"), "x", false, Existing::replaced));
  EXPECT_EQ(entries(), 1u);
}

}  // namespace
}  // namespace cordon::os
