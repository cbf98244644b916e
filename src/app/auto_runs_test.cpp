#include "app/auto_runs.h"

#include <gtest/gtest.h>

#include <unistd.h>
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/scripts_testing.h"

namespace cordon::app {
namespace {

namespace fs = std::filesystem;

using model::RunKind;
using model::RunOwner;

// A folder of this machine: files in memory have no links.
class AutoRunLinks : public ::testing::Test {
 protected:
  AutoRunLinks() : root_(fs::path(::testing::TempDir()) / ("cordon-auto-runs-" + std::to_string(getpid()))) {
    fs::remove_all(root_);
    file("package.json", "{}");
  }
  ~AutoRunLinks() override { fs::remove_all(root_); }

  void file(const fs::path& path, std::string_view content) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << content;
  }
  void link(const fs::path& path, const fs::path& target) const {
    fs::create_directories((root_ / path).parent_path());
    fs::create_symlink(target, root_ / path);
  }
  model::ScriptsReport scripts() const {
    ScriptsOptions options;
    options.targets.push_back({".", open_directory(root_.string()).value(), {}, {}});
    Progress progress;
    return list_scripts(options, progress);
  }

 private:
  fs::path root_;
};

constexpr const char* kTask = R"({"tasks": [{"command": "node x.js", "runOptions": {"runOn": "folderOpen"}}]})";

TEST(AutoRuns, BelongToThePackageThatTheyStandIn) {
  const model::ScriptsReport report =
      scripts_of({{"package.json", R"({"name": "shop", "dependencies": {"a": "1"}})"},
                  {".vscode/tasks.json", kTask},
                  {"node_modules/a/package.json", R"({"name": "a", "version": "1.0.0"})"},
                  {"node_modules/a/deep/.claude/settings.json",
                   R"({"hooks": {"SessionStart": [{"hooks": [{"command": "node y.js"}]}]}})"}});
  ASSERT_EQ(report.scripts.size(), 2u);
  EXPECT_EQ(report.scripts[0].kind, RunKind::agent);
  EXPECT_EQ(report.scripts[0].owner, RunOwner::dependency);
  EXPECT_EQ(report.scripts[0].name, "a");
  EXPECT_EQ(report.scripts[0].place.path, "node_modules/a/deep/.claude/settings.json");
  EXPECT_EQ(report.scripts[1].kind, RunKind::editor);
  EXPECT_EQ(report.scripts[1].owner, RunOwner::project);
  EXPECT_EQ(report.answer.exit_code, 1u);
}

TEST(AutoRuns, HooksOfGitAreToldWithTheirDigestAndItsSamplesAreNot) {
  const model::ScriptsReport report = scripts_of({{"package.json", "{}"},
                                                  {".git/hooks/pre-commit", "#!/bin/sh\nrun me\n"},
                                                  {".git/hooks/pre-push.sample", "#!/bin/sh\nno\n"},
                                                  {".git/objects/hooks/pre-commit", "no"},
                                                  {"node_modules/a/package.json", R"({"name": "a"})"},
                                                  {"node_modules/a/.husky/pre-commit", "no"}});
  ASSERT_EQ(report.scripts.size(), 1u);
  EXPECT_EQ(report.scripts[0].text, "run me");
  EXPECT_EQ(report.scripts[0].starts.size(), 1u);
}

TEST_F(AutoRunLinks, InTheTreeStandForTheFolderTheyLeadTo) {
  file("vs/tasks.json", kTask);
  file("shared/pre-push", "run me\n");
  file("sub/deep/.vscode/tasks.json", kTask);
  file("tasks.json", kTask);
  link(".vscode", "vs");
  link("sub/.git/hooks", "../../shared");
  link("other/.vscode", "..");
  link("gone/.vscode", "nowhere");
  const model::ScriptsReport report = scripts();
  std::vector<std::string> places;
  for (const model::InstallRun& run : report.scripts) places.push_back(run.place.path);
  EXPECT_EQ(places, (std::vector<std::string>{".vscode/tasks.json", "other/.vscode/tasks.json",
                                              "sub/deep/.vscode/tasks.json", "sub/.git/hooks/pre-push"}));
  EXPECT_FALSE(is_unread(report, "outside_root", true));
}

TEST_F(AutoRunLinks, OutOfTheTreeAreUnread) {
  link(".vscode", "/");
  EXPECT_TRUE(is_unread(scripts(), "outside_root", true));
}

TEST(AutoRuns, RepositoriesOfSubmodulesAndWorktreesRunTheirHooks) {
  const model::ScriptsReport report = scripts_of({{"package.json", "{}"},
                                                  {".git/HEAD", "ref: x"},
                                                  {".git/config.worktree", "[core]\nfsmonitor = ./1\n"},
                                                  {".git/modules/a/b/HEAD", "ref: x"},
                                                  {".git/modules/a/b/config", "[core]\npager = ./2\n"},
                                                  {".git/modules/a/b/hooks/pre-push", "./3\n"},
                                                  {".git/modules/a/b/objects/config", "[core]\npager = ./no\n"},
                                                  {"a/b/.git", "gitdir: ../../.git/modules/a/b\n"},
                                                  {"w/.git", "gitdir: ../repository/worktrees/w\n"},
                                                  {"repository/config", "[core]\npager = ./4\n"},
                                                  {"repository/worktrees/w/commondir", "../..\n"},
                                                  {"repository/hooks/post-checkout", "./5\n"}});
  std::vector<std::string> texts;
  for (const model::InstallRun& run : report.scripts) texts.push_back(run.text.value_or(""));
  std::ranges::sort(texts);
  EXPECT_EQ(texts, (std::vector<std::string>{"./1", "./2", "./3", "./4", "./5"}));
  EXPECT_TRUE(report.answer.complete);
}

TEST(AutoRuns, ARepositoryOutsideOfTheTreeIsUnread) {
  for (const char* text : {"gitdir: ../away/.git/worktrees/x\n", "gitdir: /srv/away/.git\n"})
    EXPECT_TRUE(is_unread(scripts_of({{"package.json", "{}"}, {".git", text}}), "outside_root", true)) << text;
}

TEST(AutoRuns, WhatGitsConfigurationIncludesIsReadAsWell) {
  const model::ScriptsReport report =
      scripts_of({{"package.json", "{}"},
                  {".git/config", "[include]\npath = ../more\n[include]\npath = gone\n"},
                  {"more", "[include]\npath = more\n[core]\nfsmonitor = ./x\n"}});
  ASSERT_EQ(report.scripts.size(), 1u);
  EXPECT_EQ(report.scripts[0].place.path, "more");
  EXPECT_TRUE(report.answer.complete);
  EXPECT_TRUE(is_unread(scripts_of({{"package.json", "{}"}, {".git/config", "[include]\npath = ~/x\n"}}),
                        "outside_root", true));
}

TEST(AutoRuns, AFileThatCannotBeReadIsUnread) {
  const model::ScriptsReport report = scripts_of({{"package.json", "{}"}, {".vscode/tasks.json", "{"}});
  EXPECT_TRUE(is_unread(report, "truncated", true));
  EXPECT_EQ(report.answer.exit_code, 3u);
}

TEST(AutoRuns, BeyondALimitTheRestIsUnread) {
  AutoRunLimits limits;
  limits.entries = 1;
  const ScriptFiles files{{"package.json", "{}"}, {"a/b/c/d.txt", ""}, {"z/.vscode/tasks.json", kTask}};
  EXPECT_TRUE(is_unread(scripts_of(files, limits), "too_many", true));
  limits = {};
  limits.depth = 1;
  EXPECT_TRUE(is_unread(scripts_of(files, limits), "too_deep", true));
}

}  // namespace
}  // namespace cordon::app
