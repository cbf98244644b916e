#include "app/project_lockfiles.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace cordon::app {
namespace {

constexpr const char* kLock = R"({"lockfileVersion":3,"packages":{"":{"name":"p"},
  "node_modules/a":{"version":"VERSION","integrity":"sha512-x",
                    "resolved":"https://registry.example.test/a/-/a-1.0.0.tgz"},
  "node_modules/b/node_modules/a":{"version":"2.0.0"}}})";

class ProjectLockfilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string form = ::testing::TempDir() + "lockfiles_XXXXXX";
    folder_ = ::mkdtemp(form.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  void write(const std::string& name, const std::string& version) {
    std::string text = kLock;
    text.replace(text.find("VERSION"), 7, version);
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }

  std::filesystem::path folder_;
  model::Registries registries_;
};

TEST_F(ProjectLockfilesTest, AnswersByTheInstallPath) {
  write("package-lock.json", "1.0.0");
  ProjectLockfiles lockfiles(registries_);
  const auto top = lockfiles.find(folder_.string(), "node_modules/a");
  ASSERT_TRUE(top);
  EXPECT_EQ(top->name, "a");
  EXPECT_EQ(top->version, "1.0.0");
  EXPECT_EQ(top->integrity, "sha512-x");
  EXPECT_EQ(top->lockfile, (folder_ / "package-lock.json").string());
  EXPECT_EQ(lockfiles.find(folder_.string(), "node_modules/b/node_modules/a")->version, "2.0.0");
  EXPECT_FALSE(lockfiles.find(folder_.string(), "node_modules/c"));
}

TEST_F(ProjectLockfilesTest, ReadsAgainWhatHasChanged) {
  ProjectLockfiles lockfiles(registries_);
  EXPECT_FALSE(lockfiles.find(folder_.string(), "node_modules/a"));
  write("node_modules/.package-lock.json", "1.0.0");
  EXPECT_EQ(lockfiles.find(folder_.string(), "node_modules/a")->version, "1.0.0");
  write("package-lock.json", "1.0.10");  // the project's own file says it first
  EXPECT_EQ(lockfiles.find(folder_.string(), "node_modules/a")->version, "1.0.10");
  write("package-lock.json", "1.0.200");
  EXPECT_EQ(lockfiles.find(folder_.string(), "node_modules/a")->version, "1.0.200");
}

TEST_F(ProjectLockfilesTest, WhatIsNoLockfileSaysNothing) {
  std::ofstream(folder_ / "package-lock.json") << "{";
  ProjectLockfiles lockfiles(registries_);
  EXPECT_FALSE(lockfiles.find(folder_.string(), "node_modules/a"));
  EXPECT_FALSE(lockfiles.find("/nowhere/at/all", "node_modules/a"));
}

}  // namespace
}  // namespace cordon::app
