#include "app/init.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace cordon::app {
namespace {

namespace fs = std::filesystem;
using model::SetUpState;

class InitTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "cordon-init-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }
  Result<model::InitReport> run(const InitOptions& options) {
    const auto tree = open_directory(folder_);
    return initialise(**tree, folder_, options);
  }
  void put(const std::string& path, std::string_view content) {
    fs::create_directories((fs::path(folder_) / path).parent_path());
    std::ofstream(fs::path(folder_) / path) << content;
  }
  std::string get(const std::string& path) const {
    std::ifstream file(fs::path(folder_) / path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  bool there(const std::string& path) const { return fs::exists(fs::symlink_status(fs::path(folder_) / path)); }
  std::string folder_;
};

std::vector<std::string> paths(const model::InitReport& report, SetUpState state) {
  std::vector<std::string> out;
  for (const model::SetUpFile& file : report.files)
    if (file.state == state) out.push_back(file.path);
  return out;
}

bool says(const model::InitReport& report, std::string_view part) {
  return std::ranges::any_of(report.next,
                             [&](const std::string& each) { return each.find(part) != std::string::npos; });
}

TEST_F(InitTest, WritesSettingsAndWhatWasAskedFor) {
  const auto report = run({{CiSystem::github}, false, false, false});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->exit_code, 0u);
  EXPECT_EQ(report->headline, "4 files written");
  EXPECT_EQ(get(".github/actions/cordon/scan.sh"), ci_text("github/scan.sh"));
  EXPECT_GT(ci_text("github/scan.sh").size(), 1'000u);
  EXPECT_NE(fs::status(fs::path(folder_) / ".github/actions/cordon/scan.sh").permissions() & fs::perms::owner_exec,
            fs::perms::none);
  EXPECT_EQ(get(".github/workflows/cordon.yml"), ci_text("github/workflow.yml"));
  EXPECT_TRUE(says(*report, "PATH of the runner"));
  EXPECT_EQ(run({{CiSystem::github}, false, false, false})->headline, "everything is set up already");
}

TEST_F(InitTest, FindsWhatTheProjectUsesAlready) {
  EXPECT_EQ(run({{}, true, false, true})->files.size(), 1u);
  put(".gitlab-ci.yml", "stages: [test]\n");
  put(".pre-commit-config.yaml", "repos: []\n");
  const auto report = run({{CiSystem::gitlab}, true, false, false});
  ASSERT_TRUE(report);
  EXPECT_EQ(paths(*report, SetUpState::written),
            (std::vector<std::string>{"cordon.yaml", ".gitlab/cordon.yml", ".cordon/pre-commit.sh"}));
  EXPECT_EQ(get(".gitlab-ci.yml"), "stages: [test]\n");
  EXPECT_TRUE(says(*report, "include: [{local: .gitlab/cordon.yml}]"));
  EXPECT_TRUE(says(*report, "add to .pre-commit-config.yaml"));
  put(".gitlab-ci.yml", "include: [{local: .gitlab/cordon.yml}]\n");
  EXPECT_FALSE(says(*run({{}, true, false, false}), "add to .gitlab-ci.yml"));
}

TEST_F(InitTest, KeepsWhatIsThereUnlessForced) {
  put("cordon.yaml", "policy: {fail_on: low}\n");
  auto report = run({{CiSystem::gitlab}, false, false, false});
  EXPECT_EQ(report->headline, "2 files written; 1 other file is there and stays");
  EXPECT_EQ(paths(*report, SetUpState::kept), std::vector<std::string>{"cordon.yaml"});
  EXPECT_EQ(report->exit_code, 0u);
  EXPECT_TRUE(says(*report, "--force"));
  report = run({{}, false, false, false});
  EXPECT_EQ(report->exit_code, 2u);
  EXPECT_EQ(get("cordon.yaml"), "policy: {fail_on: low}\n");
  report = run({{}, false, true, false});
  EXPECT_EQ(paths(*report, SetUpState::replaced), std::vector<std::string>{"cordon.yaml"});
  EXPECT_NE(get("cordon.yaml"), "policy: {fail_on: low}\n");
}

TEST_F(InitTest, ToPrintWritesNothing) {
  const auto report = run({{CiSystem::pre_commit}, false, true, true});
  EXPECT_EQ(report->headline, "3 files, nothing is written");
  EXPECT_EQ(report->files[1].content, ci_text("pre-commit/scan.sh"));
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(InitTest, NothingIsWrittenThroughALink) {
  fs::create_directory(folder_ + "/elsewhere");
  fs::create_directory_symlink(folder_ + "/elsewhere", folder_ + "/.github");
  const auto report = run({{CiSystem::github}, false, true, false});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::outside_root);
  EXPECT_TRUE(fs::is_empty(folder_ + "/elsewhere"));
  EXPECT_FALSE(there("cordon.yaml"));  // all is checked before anything is written
}

TEST_F(InitTest, OfALinkTheNameIsReplacedAndNotWhatItLeadsTo) {
  put("other", "untouched");
  fs::create_symlink("other", folder_ + "/cordon.yaml");
  EXPECT_EQ(paths(*run({{}, false, false, false}), SetUpState::kept), std::vector<std::string>{"cordon.yaml"});
  EXPECT_EQ(paths(*run({{}, false, true, false}), SetUpState::replaced), std::vector<std::string>{"cordon.yaml"});
  EXPECT_EQ(get("other"), "untouched");
}

TEST_F(InitTest, WhatIsInTheWayIsAnErrorThatLeavesNothing) {
  put(".github", "a file");
  EXPECT_EQ(run({{CiSystem::github}, false, true, false}).error().code, ErrorCode::not_a_regular_file);
  fs::create_directory(folder_ + "/cordon.yaml");
  EXPECT_EQ(run({{}, false, true, false}).error().code, ErrorCode::not_a_regular_file);
  EXPECT_FALSE(there(".gitlab"));
}

TEST_F(InitTest, ReadsWhereThePackagesComeFrom) {
  put(".npmrc", "@acme:registry=https://npm.acme.example\nregistry=https://mirror.acme.example\n");
  const auto report = run({{}, false, false, false});
  ASSERT_EQ(report->scopes.size(), 1u);
  EXPECT_EQ(report->scopes[0].scope, "@acme");
  EXPECT_EQ(report->mirror, "mirror.acme.example");
  EXPECT_NE(get("cordon.yaml").find("- \"@acme\" # npm.acme.example\n"), std::string::npos);
}

}  // namespace
}  // namespace cordon::app
