#include "cli/files_to_change.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace cordon::cli {
namespace {

namespace fs = std::filesystem;

class FilesToChangeTest : public ::testing::Test {
 protected:
  FilesToChangeTest() {
    std::string pattern = (fs::temp_directory_path() / "cordon-change-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    fs::create_directories(folder_ / "app" / "node_modules");
    std::ofstream(folder_ / "app" / "package-lock.json")
        << R"({"lockfileVersion": 3, "packages": {"node_modules/a": {"resolved": "https://u:secret@h.test/a.tgz"}}})";
  }
  ~FilesToChangeTest() override { fs::remove_all(folder_); }

  std::string at(const char* path) const { return (folder_ / path).string(); }

  fs::path folder_;
  std::vector<app::Target> targets_;
  std::vector<std::unique_ptr<FileTree>> raw_;
  std::vector<model::FileUnread> unopened_;
};

TEST_F(FilesToChangeTest, AreReadWithAllThatIsInThem) {
  ASSERT_TRUE(open_to_change({at("app/package-lock.json")}, targets_, raw_, unopened_));
  ASSERT_EQ(raw_.size(), 1u);
  EXPECT_NE(raw_[0]->read("package-lock.json", 10'000)->find("secret"), std::string::npos);
  EXPECT_EQ(targets_[0].tree->read("package-lock.json", 10'000)->find("secret"), std::string::npos);
}

TEST_F(FilesToChangeTest, AreNotWhatIsInstalled) {
  const auto opened = open_to_change({at("app/node_modules")}, targets_, raw_, unopened_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::usage);
}

TEST_F(FilesToChangeTest, MayBeWrittenOnlyWhereThatIsAskedFor) {
  ASSERT_TRUE(open_to_change({at("app/package-lock.json")}, targets_, raw_, unopened_));
  const NpmCacheFolder cache{"/cache", nullptr};
  EXPECT_TRUE(confinement_to_change(targets_, cache, false).write_paths.empty());
  const os::Confinement writing = confinement_to_change(targets_, cache, true);
  EXPECT_EQ(writing.write_paths, std::vector<std::string>{at("app")});
  EXPECT_EQ(writing.read_paths, (std::vector<std::string>{at("app"), "/cache"}));
}

TEST_F(FilesToChangeTest, ComeWithNoCacheThatIsNotWanted) {
  const auto cache = open_npm_cache(false, {}, unopened_);
  ASSERT_TRUE(cache);
  EXPECT_TRUE(cache->place.empty());
  EXPECT_EQ(cache->tree, nullptr);
}

}  // namespace
}  // namespace cordon::cli
