#include "cli/repository_paths.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace cordon::cli {
namespace {

namespace fs = std::filesystem;

// repo/apps/shop in a repository, plain beside it; the working directory is put back at the end.
class RepositoryPathsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    before_ = fs::current_path();
    std::string name = ::testing::TempDir() + "cordon-paths-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root_ = fs::canonical(name);
    fs::create_directories(root_ / "repo/apps/shop");
    fs::create_directories(root_ / "repo/.git/objects");
    fs::create_directories(root_ / "repo/.git/refs");
    fs::create_directories(root_ / "plain");
    std::ofstream(root_ / "repo/.git/HEAD") << "ref: refs/heads/main\n";
    std::ofstream(root_ / "repo/apps/shop/yarn.lock") << "";
    fs::create_directory_symlink(root_ / "repo/apps", root_ / "link");
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(root_);
  }
  std::string from(const fs::path& working, const std::string& target, std::string_view shown) {
    fs::current_path(working);
    std::vector<app::Target> targets;
    targets.push_back(app::open_target(target).value());
    return RepositoryPaths::of(targets).from_top(shown);
  }
  fs::path before_, root_;
};

TEST_F(RepositoryPathsTest, WhereverTheCommandRan) {
  EXPECT_EQ(from(root_ / "repo", ".", "apps/shop/yarn.lock"), "apps/shop/yarn.lock");
  EXPECT_EQ(from(root_ / "repo/apps", ".", "shop/yarn.lock"), "apps/shop/yarn.lock");
  EXPECT_EQ(from(root_ / "repo/apps", "shop/", "shop/yarn.lock"), "apps/shop/yarn.lock");
  EXPECT_EQ(from(root_ / "repo/apps/shop", "..", "../shop/yarn.lock"), "apps/shop/yarn.lock");
  EXPECT_EQ(from(root_ / "plain", "../repo/apps", "../repo/apps/shop/yarn.lock"), "apps/shop/yarn.lock");
  EXPECT_EQ(from(root_ / "repo/apps/shop", "yarn.lock", "yarn.lock"), "apps/shop/yarn.lock");
  EXPECT_EQ(from(root_ / "repo/apps", ".", "."), "apps");
  EXPECT_EQ(from(root_ / "repo", ".", "."), ".");
}

TEST_F(RepositoryPathsTest, HoweverTheTargetWasNamed) {
  const std::string repo = (root_ / "repo").string();
  EXPECT_EQ(from(root_, repo, repo + "/apps/shop/yarn.lock"), "apps/shop/yarn.lock");
  EXPECT_EQ(from(root_, repo + "/apps/shop/yarn.lock", repo + "/apps/shop/yarn.lock"), "apps/shop/yarn.lock");
  EXPECT_EQ(from(root_, "link", "link/shop/yarn.lock"), "apps/shop/yarn.lock");
}

TEST_F(RepositoryPathsTest, SettingsAboveTheWorkingDirectory) {
  EXPECT_EQ(from(root_ / "repo/apps", ".", "../cordon.yaml"), "cordon.yaml");
  EXPECT_EQ(from(root_ / "repo/apps", ".", "../../cordon.yaml"), "../../cordon.yaml");  // outside
  EXPECT_EQ(from(root_ / "repo/apps", ".", "(confinement)"), "(confinement)");
  EXPECT_EQ(from(root_ / "repo/apps", ".", "/etc/npmrc"), "/etc/npmrc");
}

TEST_F(RepositoryPathsTest, WhatIsNoPathStaysWhatItIs) {
  for (const char* const each :
       {"(registry) https://evil.example/../../src/clean.c", "(client configuration)", "(knowledge)", "(this machine)"})
    EXPECT_EQ(from(root_ / "repo/apps", ".", each), each);
  EXPECT_EQ(from(root_ / "repo/apps", ".", "(shop)/yarn.lock"), "apps/(shop)/yarn.lock");
  EXPECT_EQ(from(root_ / "repo/apps", ".", "(shop)a"), "apps/(shop)a");
  EXPECT_EQ(from(root_ / "repo/apps", ".", "(Shop) a/yarn.lock"), "apps/(Shop) a/yarn.lock");
  EXPECT_EQ(from(root_ / "repo/apps", ".", "() a"), "apps/() a");
  EXPECT_EQ(from(root_ / "repo/apps", ".", "(shop"), "apps/(shop");
}

TEST_F(RepositoryPathsTest, WithoutARepositoryAsTheyAre) {
  const std::string plain = (root_ / "plain").string();
  EXPECT_EQ(from(root_ / "plain", ".", "yarn.lock"), "yarn.lock");
  EXPECT_EQ(from(root_, plain, plain + "/yarn.lock"), plain + "/yarn.lock");
  EXPECT_EQ(from(root_ / "repo", plain, plain + "/yarn.lock"), plain + "/yarn.lock");
}

TEST_F(RepositoryPathsTest, OfFindingsAndOfWhatWasNotRead) {
  fs::current_path(root_ / "repo/apps");
  std::vector<app::Target> targets;
  targets.push_back(app::open_target(".").value());
  model::ScanReport report;
  report.findings.emplace_back().subject.path = "shop/yarn.lock";
  report.findings[0].evidence.resize(2);
  report.findings[0].evidence[0].locator = "shop/yarn.lock:3";
  report.findings[0].evidence[1].locator = "shop/yarn.locks";
  report.findings.emplace_back();
  report.coverage.unread = {{"shop/bun.lockb", 0, "x", "y", true}};
  const model::ScanReport made = RepositoryPaths::of(targets).from_top(report);
  EXPECT_EQ(made.findings[0].subject.path, "apps/shop/yarn.lock");
  EXPECT_EQ(made.findings[0].evidence[0].locator, "apps/shop/yarn.lock:3");
  EXPECT_EQ(made.findings[0].evidence[1].locator, "shop/yarn.locks");
  EXPECT_FALSE(made.findings[1].subject.path);
  EXPECT_EQ(made.coverage.unread[0].path, "apps/shop/bun.lockb");
  EXPECT_EQ(RepositoryPaths().from_top("a/../b"), "a/../b");
}

}  // namespace
}  // namespace cordon::cli
